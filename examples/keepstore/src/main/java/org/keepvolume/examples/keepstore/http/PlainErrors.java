// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what the server itself refuses with a line of text, as everything else is answered, and
 * tells of it. A request that cannot be read, or of which a part is missing, has the method {@code
 * BAD} and a path that the server makes up.
 */
final class PlainErrors implements Request.Handler {
  /** An attribute of requests of whose end the listener has been told. */
  static final String TOLD = PlainErrors.class.getName();

  private final RequestListener listener;

  PlainErrors(RequestListener listener) {
    this.listener = listener;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    RequestId id = RequestId.of(request.getHeaders().get(RequestId.HEADER));
    ByteBuffer line = UTF_8.encode(HttpStatus.getMessage(response.getStatus()) + "\n");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(RequestId.HEADER, id.text());
    if (request.getAttribute(TOLD) == null) {
      request.setAttribute(TOLD, true);
      tell(request, id, response.getStatus(), line.remaining());
    }
    response.write(true, line, callback);
    return true;
  }

  private void tell(Request request, RequestId id, int status, int bytes) {
    listener.started(id);
    listener.finished(
        new FinishedRequest(
            id,
            HttpCall.client(request),
            request.getMethod(),
            HttpCall.path(request),
            status,
            0,
            bytes,
            System.nanoTime() - request.getBeginNanoTime(),
            null));
  }
}
