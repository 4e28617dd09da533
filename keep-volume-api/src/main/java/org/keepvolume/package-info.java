// SPDX-License-Identifier: Apache-2.0

/**
 * The contract of content-addressed block volumes: {@link org.keepvolume.Volume} and the values,
 * outcomes and exceptions that its methods speak in.
 */
@ParametersAreNonnullByDefault
package org.keepvolume;

import javax.annotation.ParametersAreNonnullByDefault;
