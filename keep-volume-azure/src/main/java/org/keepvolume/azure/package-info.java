// SPDX-License-Identifier: Apache-2.0

/** A volume in a container of Azure Blob Storage, in Arvados Keep's layout. */
@ParametersAreNonnullByDefault
package org.keepvolume.azure;

import javax.annotation.ParametersAreNonnullByDefault;
