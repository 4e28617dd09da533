// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * A connection that is closed when a request's header does not come to its end in time.
 *
 * <p>The server's idle timeout ends a connection on which nothing comes. This ends one on which a
 * byte comes now and then: each is looked at. The time before the first byte does not count.
 */
final class TimedConnection extends HttpConnection {
  private final long limitNanos;
  private final LongSupplier nanoTime;
  private long request = -1;
  private long bytesBefore;
  private long began;

  TimedConnection(
      HttpConfiguration configuration,
      Connector connector,
      EndPoint endPoint,
      Duration limit,
      LongSupplier nanoTime) {
    super(configuration, connector, endPoint);
    limitNanos = limit.toNanos();
    this.nanoTime = nanoTime;
  }

  @Override
  public void onFillable() {
    // Bytes of a body do not come this way. Where an answer was made by another thread than this
    // connection's, this is called when it is made, too, though nothing of a request is there.
    long now = nanoTime.getAsLong();
    if (request != getMessagesIn()) {
      request = getMessagesIn();
      bytesBefore = getBytesIn();
    }
    if (bytesBefore == getBytesIn()) {
      began = now;
    } else if (now - began > limitNanos) {
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
          new TimedConnection(getHttpConfiguration(), connector, endPoint, limit, System::nanoTime);
      var unused = configure(connection, connector, endPoint);
      return connection;
    }
  }
}
