// SPDX-License-Identifier: Apache-2.0

/**
 * Scripted faults for tests of code above volumes: a volume and a sink that fail when and as the
 * test says, never at random, and a script that fails the test if a fault was not used.
 */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit.fault;

import javax.annotation.ParametersAreNonnullByDefault;
