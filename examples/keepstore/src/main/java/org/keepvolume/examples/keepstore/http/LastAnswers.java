// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Ends connections that are answered while the server stops, whether or not their clients do.
 *
 * <p>The server ends its own side of such a connection. A client that does not end its side would
 * keep the stop waiting to its limit, and make it one that cut requests off.
 */
final class LastAnswers extends Handler.Wrapper {
  /** How long a client has to end its side, so that it gets the answer, and no reset instead. */
  private static final long MOST_MILLIS = 500;

  private final long millis;
  private volatile boolean stopping;

  /** Makes one for a stop that waits so long for requests. */
  LastAnswers(Handler next, Duration drain) {
    super(next);
    millis = Math.max(1, Math.min(MOST_MILLIS, drain.toMillis() / 4));
  }

  /** Begins to end connections. */
  void begin() {
    stopping = true;
  }

  /** Tells whether a connection ends by itself soon, since it was answered after that began. */
  boolean isEnding(EndPoint client) {
    return client.getIdleTimeout() == millis;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
    Request.addCompletionListener(
        request,
        failure -> {
          if (stopping) {
            client.setIdleTimeout(millis);
          }
        });
    return super.handle(request, response, callback);
  }
}
