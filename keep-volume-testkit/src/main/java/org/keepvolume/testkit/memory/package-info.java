// SPDX-License-Identifier: Apache-2.0

/** The reference volume, which keeps blocks in memory and the contract in plain sight. */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit.memory;

import javax.annotation.ParametersAreNonnullByDefault;
