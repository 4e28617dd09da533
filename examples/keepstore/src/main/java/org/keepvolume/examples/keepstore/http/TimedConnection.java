// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * A connection that is closed when a request's header does not come to its end in time.
 *
 * <p>The server's idle timeout ends a connection on which nothing comes. This ends one on which a
 * byte comes now and then: each is looked at.
 */
final class TimedConnection extends HttpConnection {
  private final long limitNanos;
  private long request = -1;
  private long began;

  private TimedConnection(
      HttpConfiguration configuration, Connector connector, EndPoint endPoint, Duration limit) {
    super(configuration, connector, endPoint);
    limitNanos = limit.toNanos();
  }

  @Override
  public void onFillable() {
    // Bytes of a body do not come this way.
    long now = System.nanoTime();
    if (request != getMessagesIn()) {
      request = getMessagesIn();
      began = now;
    }
    if (now - began > limitNanos) {
      getEndPoint().close(new TimeoutException("the header came too slowly"));
      return;
    }
    super.onFillable();
  }

  /** Makes such connections. */
  static final class Factory extends HttpConnectionFactory {
    private final Duration limit;

    Factory(HttpConfiguration configuration, Duration limit) {
      super(configuration);
      this.limit = limit;
    }

    @Override
    public HttpConnection newConnection(Connector connector, EndPoint endPoint) {
      TimedConnection connection =
          new TimedConnection(getHttpConfiguration(), connector, endPoint, limit);
      var unused = configure(connection, connector, endPoint);
      return connection;
    }
  }
}
