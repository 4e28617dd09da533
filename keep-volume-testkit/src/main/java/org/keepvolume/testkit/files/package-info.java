// SPDX-License-Identifier: Apache-2.0

/** A fixture for volumes that keep blocks in a directory, in Arvados Keep's layout. */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit.files;

import javax.annotation.ParametersAreNonnullByDefault;
