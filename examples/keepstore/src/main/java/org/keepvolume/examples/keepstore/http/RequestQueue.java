// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.time.Duration;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Lets so many requests be worked on at once and others wait for their turn, without a thread.
 *
 * <p>Small requests, which large ones would keep waiting for seconds, go first; those about the
 * service itself do not wait at all.
 */
final class RequestQueue extends QoSHandler {
  private static final long SMALL = 1 << 20;

  private final Predicate<String> aboutService;

  RequestQueue(
      Handler next, Predicate<String> aboutService, int most, int mostWaiting, Duration wait) {
    super(next);
    this.aboutService = aboutService;
    setMaxRequestCount(most);
    setMaxSuspendedRequestCount(mostWaiting);
    setMaxSuspend(wait);
  }

  @Override
  public boolean onConditionsMet(Request request, Response response, Callback callback)
      throws Exception {
    return aboutService.test(request.getHttpURI().getPath())
        ? nextHandler(request, response, callback)
        : super.onConditionsMet(request, response, callback);
  }

  @Override
  protected int getPriority(Request request) {
    return request.getMethod().equals("PUT") && request.getLength() > SMALL ? 0 : 1;
  }
}
