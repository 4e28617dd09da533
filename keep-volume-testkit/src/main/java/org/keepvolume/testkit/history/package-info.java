// SPDX-License-Identifier: Apache-2.0

/**
 * Calls of several threads and processes on the same few blocks: pairs that begin together, and
 * recorded histories that are checked afterwards.
 */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit.history;

import javax.annotation.ParametersAreNonnullByDefault;
