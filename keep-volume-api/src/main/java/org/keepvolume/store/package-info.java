// SPDX-License-Identifier: Apache-2.0

/** The block store: what applications hold, one answer from one or more mounted volumes. */
@ParametersAreNonnullByDefault
package org.keepvolume.store;

import javax.annotation.ParametersAreNonnullByDefault;
