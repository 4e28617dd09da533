// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** Takes TLS off connections on their way to a server of this machine, and puts it onto answers. */
final class TlsFront implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final ServerSocket listener;
  private final int port;

  private TlsFront(ServerSocket listener, int port) {
    this.listener = listener;
    this.port = port;
  }

  /** Starts one before a port. */
  static TlsFront before(int port, SSLContext context) throws IOException {
    ServerSocket listener =
        context
            .getServerSocketFactory()
            .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    TlsFront front = new TlsFront(listener, port);
    daemon(front::accept);
    return front;
  }

  /** Returns an address here. */
  URI uri(String path) {
    return URI.create("https://127.0.0.1:" + listener.getLocalPort() + path);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        daemon(() -> pass(client, server));
        daemon(() -> pass(server, client));
      }
    } catch (IOException e) {
      // the end, by close
    }
  }

  /** Passes on what comes, and ends both ways with either. */
  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[16 << 10];
      for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
        out.write(piece, 0, size);
        out.flush();
      }
    } catch (IOException e) {
      // one side has broken the connection, and now it is broken on the other
    }
  }

  private static void daemon(Runnable run) {
    Thread thread = new Thread(run, "TlsFront");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
