// SPDX-License-Identifier: Apache-2.0

/** What the API's packages share; not exported. */
@ParametersAreNonnullByDefault
package org.keepvolume.internal;

import javax.annotation.ParametersAreNonnullByDefault;
