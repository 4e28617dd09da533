// SPDX-License-Identifier: Apache-2.0

/** A volume in a directory of the local file system, in Arvados Keep's layout. */
@ParametersAreNonnullByDefault
package org.keepvolume.posix;

import javax.annotation.ParametersAreNonnullByDefault;
