// SPDX-License-Identifier: Apache-2.0

/** What every backend gets for free: wrappers around a volume, each of which changes one thing. */
@ParametersAreNonnullByDefault
package org.keepvolume.layer;

import javax.annotation.ParametersAreNonnullByDefault;
