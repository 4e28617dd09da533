// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;

/** What answers the requests of one route. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers a request, on a thread that may block.
   *
   * @param call the request, which is answered when this returns
   * @throws Refusal if the request is not served; nothing was answered yet
   * @throws IOException if that failed; once a part of the answer is sent, the connection is cut
   */
  void serve(HttpCall call) throws IOException, Refusal;
}
