// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How requests are taken.
 *
 * @param listen where; a port of 0 is any that is free
 * @param maxRequests how many are worked on at once
 * @param maxWaiting how many more wait for their turn
 * @param longestWait how long they wait
 * @param limits how slow a client may be
 * @param drain how long a stop waits for the requests that are worked on
 */
public record HttpSettings(
    InetSocketAddress listen,
    int maxRequests,
    int maxWaiting,
    Duration longestWait,
    TransferLimits limits,
    Duration drain) {}
