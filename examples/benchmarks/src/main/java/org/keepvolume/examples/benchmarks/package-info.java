// SPDX-License-Identifier: Apache-2.0

/** Measures the library against the least a program could do, both in one run. */
@ParametersAreNonnullByDefault
package org.keepvolume.examples.benchmarks;

import javax.annotation.ParametersAreNonnullByDefault;
