// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.annotation.Nullable;

/** The way from one client's connection to the service: one connection, made anew when stale. */
final class Upstream implements Closeable {
  /** Well below the time after which services close a connection that does nothing. */
  private static final long FRESH_NANOS = 1_000_000_000;

  private final InetSocketAddress address;
  @Nullable private HttpConnection connection;
  private long lastUse;

  Upstream(InetSocketAddress address) {
    this.address = address;
  }

  /** Returns a connection on which nothing has been sent. */
  HttpConnection ready() throws IOException {
    HttpConnection old = connection;
    if (old != null && System.nanoTime() - lastUse < FRESH_NANOS && !old.isPeerGone()) {
      return old;
    }
    close();
    HttpConnection made = HttpConnection.connect(address);
    connection = made;
    return made;
  }

  /** Says that an exchange is over, and whether another may follow on the same connection. */
  void done(boolean reusable) {
    lastUse = System.nanoTime();
    if (!reusable) {
      close();
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.reset();
      connection = null;
    }
  }
}
