// SPDX-License-Identifier: Apache-2.0
/** The Azure emulator for the tests. */
@ParametersAreNonnullByDefault
package org.keepvolume.azure.azurite;

import javax.annotation.ParametersAreNonnullByDefault;
