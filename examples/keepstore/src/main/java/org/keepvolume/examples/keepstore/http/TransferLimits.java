// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.time.Duration;

/**
 * How slow a client may be before its connection is closed, so that it does not keep a buffer from
 * others.
 *
 * @param idle the longest wait for one more byte, or for one more to be taken; also how long a
 *     request's header may take
 * @param bytesPerSecond the least rate of a body over any time longer than {@code idle}; the time
 *     in which the server waits for the client counts, and no other
 */
public record TransferLimits(Duration idle, long bytesPerSecond) {}
