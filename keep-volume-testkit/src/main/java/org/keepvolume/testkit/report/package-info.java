// SPDX-License-Identifier: Apache-2.0

/** What a run of the kit found, clause by clause. */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit.report;

import javax.annotation.ParametersAreNonnullByDefault;
