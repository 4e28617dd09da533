// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.reflect.Reflection;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.junit.jupiter.api.Test;

/** A watch on a connection that does not take the byte back which was read ahead. */
class ClientWatchTest {
  private final ByteArrayEndPoint endPoint = new ByteArrayEndPoint();
  private final AtomicInteger gone = new AtomicInteger();

  @Test
  void connectionIsClosedWhereTheByteReadAheadIsRefused() {
    assertClosed(
        new OwnConnection(endPoint) {
          @Override
          public void onUpgradeTo(ByteBuffer buffer) {
            throw new AssertionError("scripted"); // as where memory is wanting
          }
        });
  }

  @Test
  void connectionIsClosedWhereThereIsNoRoomForTheByteReadAhead() {
    assertClosed(
        new OwnConnection(endPoint) {
          @Override
          public void onUpgradeTo(ByteBuffer buffer) {}
        });
  }

  private void assertClosed(OwnConnection connection) {
    ClientWatch watch = new ClientWatch(connection.request(), gone::incrementAndGet);
    watch.start();
    endPoint.addInput("G"); // of which the watch is told at once
    assertFalse(endPoint.isOpen(), "the next request would lack a byte");
    assertEquals(1, gone.get());
    assertTrue(watch.stop());
  }

  /** The connection of a server that does not run. */
  private static class OwnConnection extends HttpConnection {
    OwnConnection(ByteArrayEndPoint endPoint) {
      super(new HttpConfiguration(), new ServerConnector(new Server()), endPoint);
    }

    /** Returns a request of which nothing is known but its connection. */
    Request request() {
      return Reflection.newProxy(
          Request.class,
          (proxy, method, arguments) -> {
            assertEquals("getConnectionMetaData", method.getName());
            return this;
          });
    }
  }
}
