// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what the server itself refuses with a line of text, as everything else is answered. */
final class PlainErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    String line = HttpStatus.getMessage(response.getStatus()) + "\n";
    response.write(true, UTF_8.encode(line), callback);
    return true;
  }
}
