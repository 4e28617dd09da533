// SPDX-License-Identifier: Apache-2.0

/**
 * The conformance kit: extend {@link org.keepvolume.testkit.VolumeConformance} and learn clause by
 * clause whether a backend keeps the contract of {@link org.keepvolume.Volume}.
 */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit;

import javax.annotation.ParametersAreNonnullByDefault;
