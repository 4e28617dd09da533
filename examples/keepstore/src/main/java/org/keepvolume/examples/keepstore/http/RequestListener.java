// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

/** Is told of requests: what logs and metrics are made of. */
public interface RequestListener {
  /** Tells, on the request's thread, that it is worked on from now on. */
  void started(RequestId id);

  /** Tells, on the same thread, that it has ended. */
  void finished(FinishedRequest request);
}
