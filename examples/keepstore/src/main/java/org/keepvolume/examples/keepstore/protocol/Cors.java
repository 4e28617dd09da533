// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.SameHeaders;

/** Lets scripts of web pages read and write blocks, in the original's words since 3.0. */
final class Cors implements Endpoint {
  private static final SameHeaders ALLOWED =
      new SameHeaders(
          ImmutableMap.of(
              "Access-Control-Allow-Origin",
              "*",
              "Access-Control-Allow-Methods",
              "GET, HEAD, PUT, OPTIONS",
              "Access-Control-Allow-Headers",
              "Authorization, Content-Length, Content-Type, X-Keep-Desired-Replicas,"
                  + " X-Keep-Signature, X-Keep-Storage-Classes",
              "Access-Control-Expose-Headers",
              "X-Keep-Locator, X-Keep-Replicas-Stored, X-Keep-Storage-Classes-Confirmed",
              "Access-Control-Max-Age",
              "86486400"));

  @Override
  public void serve(HttpCall call) throws IOException {
    allow(call);
    call.text(200, "");
  }

  static void allow(HttpCall call) {
    call.add(ALLOWED);
  }
}
