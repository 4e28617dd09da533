// SPDX-License-Identifier: Apache-2.0

/** What a backend adds so that it is found: a provider, and how applications load providers. */
@ParametersAreNonnullByDefault
package org.keepvolume.spi;

import javax.annotation.ParametersAreNonnullByDefault;
