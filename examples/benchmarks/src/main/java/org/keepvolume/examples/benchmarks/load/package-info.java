// SPDX-License-Identifier: Apache-2.0

/** Load for a service over HTTP, and hand-written services to compare it with. */
@ParametersAreNonnullByDefault
package org.keepvolume.examples.benchmarks.load;

import javax.annotation.ParametersAreNonnullByDefault;
