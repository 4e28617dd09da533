// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import javax.annotation.Nullable;

/**
 * A request that has been answered, or given up.
 *
 * @param id its name
 * @param client address and port of the client
 * @param method its method
 * @param path its path, without what is behind it
 * @param status the status of the answer; {@link #CLIENT_GONE} if nobody waited for one
 * @param bytesIn bytes of its body that were read
 * @param bytesOut bytes of the answer's body that were sent
 * @param nanos the time from its first byte to the end of the answer
 * @param failure what a person should know of; null if there is nothing
 */
public record FinishedRequest(
    RequestId id,
    String client,
    String method,
    String path,
    int status,
    long bytesIn,
    long bytesOut,
    long nanos,
    @Nullable Throwable failure) {
  /** What others log for a client that has left; it is never sent. */
  public static final int CLIENT_GONE = 499;
}
