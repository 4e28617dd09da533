// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;

/** Lets scripts of web pages read and write blocks, in the original's words since 3.0. */
final class Cors implements Endpoint {
  @Override
  public void serve(HttpCall call) throws IOException {
    allow(call);
    call.text(200, "");
  }

  static void allow(HttpCall call) {
    call.set("Access-Control-Allow-Origin", "*")
        .set("Access-Control-Allow-Methods", "GET, HEAD, PUT, OPTIONS")
        .set(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Length, Content-Type, X-Keep-Desired-Replicas,"
                + " X-Keep-Signature, X-Keep-Storage-Classes")
        .set(
            "Access-Control-Expose-Headers",
            "X-Keep-Locator, X-Keep-Replicas-Stored, X-Keep-Storage-Classes-Confirmed")
        .set("Access-Control-Max-Age", "86486400");
  }
}
