// SPDX-License-Identifier: Apache-2.0

/**
 * A model of one volume, and random sequences of calls that a backend and the model must agree on.
 */
@ParametersAreNonnullByDefault
package org.keepvolume.testkit.model;

import javax.annotation.ParametersAreNonnullByDefault;
