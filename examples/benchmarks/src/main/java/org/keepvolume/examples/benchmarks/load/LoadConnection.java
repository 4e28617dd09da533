// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.keepvolume.BlockHash;

/** A connection of one client, which reads answers with as little work as can be. */
final class LoadConnection implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final String STATUS = "http/1.1 200";
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];

  LoadConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Gets a block and drops it; returns how many bytes it had. */
  long get(BlockHash hash) throws IOException {
    out.write(("GET /" + hash + " HTTP/1.1\r\nHost: load\r\n\r\n").getBytes(ISO_8859_1));
    return answer();
  }

  /** Puts a block that comes in two pieces. */
  void put(BlockHash hash, byte[] begin, byte[] rest) throws IOException {
    int size = begin.length + rest.length;
    byte[] head =
        ("PUT /" + hash + " HTTP/1.1\r\nHost: load\r\nContent-Length: " + size + "\r\n\r\n")
            .getBytes(ISO_8859_1);
    if (size > BUFFER / 2) {
      out.write(head);
      out.write(begin);
      out.write(rest);
    } else { // in one packet, as clients do
      byte[] all = new byte[head.length + size];
      System.arraycopy(head, 0, all, 0, head.length);
      System.arraycopy(begin, 0, all, head.length, begin.length);
      System.arraycopy(rest, 0, all, head.length + begin.length, rest.length);
      out.write(all);
    }
    long unused = answer();
  }

  private long answer() throws IOException {
    int filled = 0;
    int end = -1;
    while (end < 0) {
      filled += read(filled);
      end = endOfHead(filled);
    }
    if (!startsWith(0, STATUS)) {
      String head = new String(buffer, 0, end, ISO_8859_1);
      throw new IOException("the answer was " + head.lines().findFirst().orElse(""));
    }
    long length = length(end);
    long left = length - (filled - end);
    while (left > 0) {
      left -= read(0);
    }
    return length;
  }

  /** Returns what the header says of the body, read from the bytes: a text would cost more. */
  private long length(int end) throws IOException {
    for (int i = 0; i < end; i++) {
      if (buffer[i] == '\n' && startsWith(i + 1, LENGTH)) {
        long length = 0;
        for (int k = i + 1 + LENGTH.length(); buffer[k] != '\r'; k++) {
          if (buffer[k] != ' ') {
            length = length * 10 + buffer[k] - '0';
          }
        }
        return length;
      }
    }
    throw new IOException("the answer has no " + LENGTH);
  }

  /** Tells whether a text of small letters stands at a place, in letters of any size. */
  private boolean startsWith(int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.toLowerCase((char) buffer[at + i]) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int read(int position) throws IOException {
    int read = in.read(buffer, position, buffer.length - position);
    if (read < 0) {
      throw new EOFException("the service closed the connection");
    }
    return read;
  }

  private int endOfHead(int filled) {
    for (int i = 3; i < filled; i++) {
      if (buffer[i] == '\n' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
