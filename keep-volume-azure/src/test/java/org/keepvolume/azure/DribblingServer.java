// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Three ports: at one each request gets the head of an answer byte by byte, at one nothing, and at
 * one it is not even read.
 */
final class DribblingServer implements AutoCloseable {
  private static final byte[] HEAD =
      ("HTTP/1.1 200 OK\r\nx-ms-dribble: " + "0".repeat(4000)).getBytes(US_ASCII);

  private final ServerSocket dribbling = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
  private final ServerSocket silent = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());

  private final ServerSocket unread = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());

  DribblingServer() throws IOException {
    start(dribbling, true);
    start(silent, false);
  }

  int port() {
    return dribbling.getLocalPort();
  }

  int silentPort() {
    return silent.getLocalPort();
  }

  int unreadPort() {
    return unread.getLocalPort();
  }

  private static void start(ServerSocket listener, boolean dribbles) {
    daemon(
        () -> {
          try {
            while (true) {
              Socket socket = listener.accept();
              daemon(() -> drain(socket));
              if (dribbles) {
                daemon(() -> dribble(socket));
              }
            }
          } catch (IOException e) {
            // The end, by close.
          }
        });
  }

  /** Reads to the end, so that an upload is not what stands still. */
  private static void drain(Socket socket) {
    try (socket;
        InputStream in = socket.getInputStream()) {
      byte[] buffer = new byte[64 << 10];
      while (in.read(buffer) >= 0) {
        // More may come.
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void dribble(Socket socket) {
    try {
      OutputStream out = socket.getOutputStream();
      for (byte b : HEAD) {
        out.write(b);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void daemon(Runnable run) {
    Thread thread = new Thread(run, "dribbling server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    dribbling.close();
    silent.close();
    unread.close();
  }
}
