// SPDX-License-Identifier: Apache-2.0

/** What layers and store share; not exported. */
@ParametersAreNonnullByDefault
package org.keepvolume.internal;

import javax.annotation.ParametersAreNonnullByDefault;
