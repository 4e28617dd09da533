// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.annotation.Nullable;

/**
 * One HTTP/1.1 connection with blocking reads and writes, from either side.
 *
 * <p>For one thread; others may only close it, and an interrupt closes it. What fails, fails with
 * {@link ConnectionException}.
 */
final class HttpConnection implements Closeable {
  private static final int BUFFER_SIZE = 64 << 10;
  private static final int HEAD_END = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

  private final SocketChannel channel;
  private final Runnable closed;

  /** What was received and not used, between position and limit. */
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_SIZE).limit(0);

  HttpConnection(SocketChannel channel, Runnable closed) throws IOException {
    this.channel = channel;
    this.closed = closed;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  static HttpConnection connect(InetSocketAddress address) throws IOException {
    return new HttpConnection(SocketChannel.open(address), () -> {});
  }

  /** Reads a head; null if the other side has closed instead. */
  @Nullable
  HttpHead readHead() throws IOException {
    int end = headEnd(in.position());
    while (end < 0) {
      int from = Math.max(in.position(), in.limit() - 3) - in.position();
      if (!fill()) {
        if (in.hasRemaining()) {
          throw ended();
        }
        return null;
      }
      end = headEnd(in.position() + from);
    }
    byte[] head = new byte[end - 4 - in.position()];
    in.get(head).position(end);
    return HttpHead.parse(new String(head, ISO_8859_1));
  }

  private int headEnd(int from) {
    for (int at = from; at + 4 <= in.limit(); at++) {
      if (in.get(at) == '\r' && in.getInt(at) == HEAD_END) {
        return at + 4;
      }
    }
    return -1;
  }

  /** Reads up to the next line break. */
  String readLine() throws IOException {
    StringBuilder line = new StringBuilder(16);
    while (true) {
      if (!in.hasRemaining() && !fill()) {
        throw ended();
      }
      char c = (char) in.get();
      if (c == '\n') {
        return line.toString().strip();
      }
      line.append(c);
    }
  }

  /**
   * Takes bytes as they come.
   *
   * @return 1 to max bytes, valid until the next call here; null at the connection's end
   */
  @Nullable
  ByteBuffer take(long max) throws IOException {
    if (!in.hasRemaining() && !fill()) {
      return null;
    }
    ByteBuffer piece = in.slice(in.position(), (int) Math.min(max, in.remaining()));
    in.position(in.position() + piece.remaining());
    return piece;
  }

  private boolean fill() throws IOException {
    if (!in.hasRemaining()) {
      in.clear();
    } else {
      in.compact();
    }
    try {
      if (!in.hasRemaining()) {
        throw new IOException("a head of more than " + BUFFER_SIZE + " bytes");
      }
      return channel.read(in) >= 0;
    } catch (IOException e) {
      throw new ConnectionException(this, e);
    } finally {
      in.flip();
    }
  }

  /** Tells without waiting whether the other side has closed or broken the connection. */
  boolean isPeerGone() {
    if (in.hasRemaining()) {
      return false;
    }
    in.clear();
    try {
      channel.configureBlocking(false);
      try {
        return channel.read(in) < 0;
      } finally {
        channel.configureBlocking(true);
      }
    } catch (IOException e) {
      return true;
    } finally {
      in.flip();
    }
  }

  /** Has the system take in little of what comes next, before it tells the sender to wait. */
  void receiveLittle() throws IOException {
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 128 << 10);
  }

  ConnectionException ended() {
    return new ConnectionException(this, new EOFException("the other side closed"));
  }

  /** Writes everything, from position to limit of each. */
  void write(ByteBuffer... bytes) throws IOException {
    try {
      ByteBuffer last = bytes[bytes.length - 1];
      do {
        long unused = bytes.length == 1 ? channel.write(last) : channel.write(bytes);
      } while (last.hasRemaining());
    } catch (IOException e) {
      throw new ConnectionException(this, e);
    }
  }

  /** Breaks the connection, so that the other side gets a reset. */
  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // closed already, and then there is nothing to break
    }
    close();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // nothing is lost: what matters was written before
    }
    closed.run();
  }
}
