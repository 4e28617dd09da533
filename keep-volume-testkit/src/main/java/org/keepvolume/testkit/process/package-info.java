// SPDX-License-Identifier: Apache-2.0

/**
 * Volumes in a second JVM, for the clauses that hold between processes: {@link
 * org.keepvolume.testkit.process.OtherProcess} starts it, and passes every call on to it.
 */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit.process;

import javax.annotation.ParametersAreNonnullByDefault;
