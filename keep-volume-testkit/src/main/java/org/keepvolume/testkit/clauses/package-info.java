// SPDX-License-Identifier: Apache-2.0

/** The kit's tests, one class for each group of clauses, and what they have in common. */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit.clauses;

import javax.annotation.ParametersAreNonnullByDefault;
