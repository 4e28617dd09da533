// SPDX-License-Identifier: Apache-2.0

/**
 * HTTP servers for tests: a proxy that breaks exchanges as a script says, a server that answers
 * from a test's function, and one with canned answers that measures the client alone.
 */
@ParametersAreNonnullByDefault
package org.keepvolume.azure.http;

import javax.annotation.ParametersAreNonnullByDefault;
