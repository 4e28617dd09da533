// SPDX-License-Identifier: Apache-2.0

/** What tells an operator how volumes and store are used: the events of the store, and counters. */
@ParametersAreNonnullByDefault
package org.keepvolume.observe;

import javax.annotation.ParametersAreNonnullByDefault;
