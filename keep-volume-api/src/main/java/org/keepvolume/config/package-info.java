// SPDX-License-Identifier: Apache-2.0

/**
 * Settings of volumes, each declared once: from the declaration follow parsing, validation, flags,
 * help, documentation and the config file.
 */
@ParametersAreNonnullByDefault
package org.keepvolume.config;

import javax.annotation.ParametersAreNonnullByDefault;
