// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long the header of a request may take, with time that a test moves. */
class TimedConnectionTest {
  private final AtomicLong nanos = new AtomicLong(-1);
  private final ByteArrayEndPoint endPoint = new ByteArrayEndPoint();
  private final TimedConnection connection =
      new TimedConnection(
          new HttpConfiguration(),
          new ServerConnector(new Server()),
          endPoint,
          Duration.ofSeconds(30),
          nanos::get);

  @BeforeEach
  void connect() {
    endPoint.setConnection(connection);
  }

  @Test
  void headerThatBeginsLateHasTheWholeTime() {
    connection.onFillable(); // as when another thread has made an answer
    passes(29);
    endPoint.addInput("GET / HTT");
    passes(2);
    endPoint.addInput("P/1.1\r\n");
    assertTrue(endPoint.isOpen());
    passes(29);
    endPoint.addInput("Host: x\r\n");
    assertFalse(endPoint.isOpen(), "31 s after its first byte");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: y\r\n", "\r\n"})
  void headerThatTricklesIsGivenUp(String line) {
    connection.onOpen();
    endPoint.addInput(line.isBlank() ? line : "GET / HTTP/1.1\r\n");
    for (int i = 0; i < 3; i++) {
      passes(10);
      endPoint.addInput(line);
    }
    assertTrue(endPoint.isOpen());
    passes(1);
    endPoint.addInput(line);
    assertFalse(endPoint.isOpen());
  }

  private void passes(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
