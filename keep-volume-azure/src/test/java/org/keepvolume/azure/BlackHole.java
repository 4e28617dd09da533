// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port at which connections are neither accepted nor refused: nobody accepts, and the system's
 * queue for those who do is full.
 */
final class BlackHole implements AutoCloseable {
  private static final long CONNECTS_IN_MILLIS = 100;

  private final ServerSocketChannel listener = ServerSocketChannel.open();
  private final List<SocketChannel> queued = new ArrayList<>();

  BlackHole() throws IOException {
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    while (isAccepting()) {
      // Another one fits.
    }
  }

  private boolean isAccepting() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    if (!channel.connect(listener.getLocalAddress())) {
      try (Selector selector = Selector.open()) {
        channel.register(selector, SelectionKey.OP_CONNECT);
        if (selector.select(CONNECTS_IN_MILLIS) == 0) {
          channel.close();
          return false;
        }
        boolean unused = channel.finishConnect();
      }
    }
    return queued.add(channel);
  }

  /** Returns how many connections it has itself. */
  int queued() {
    return queued.size();
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : queued) {
      channel.close();
    }
    listener.close();
  }
}
