// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which a test writes what it likes, and reads what comes back. */
public final class RawConnection implements AutoCloseable {
  /** How long a test waits for bytes that must come. */
  private static final int PATIENCE_MILLIS = 60_000;

  /**
   * An answer.
   *
   * @param status its status
   * @param headers its headers, by their names in lower case
   * @param body its body, without chunks
   */
  public record Answer(int status, Map<String, String> headers, ByteBuffer body) {
    public String text() {
      return ISO_8859_1.decode(body.duplicate()).toString();
    }

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  private final Socket socket;
  private final InputStream in;

  public RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  public Socket socket() {
    return socket;
  }

  public RawConnection send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  public RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Sends a request with a body of known size, none if it is empty. */
  public RawConnection request(String method, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (body.length > 0 || method.equals("PUT")) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    send(head + "\r\n");
    return send(body);
  }

  /** Reads an answer; one to HEAD has no body. */
  public Answer answer(boolean toHead) throws IOException {
    String first = line();
    int status = Integer.parseInt(first.split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
    }
    byte[] body = new byte[0];
    if (!toHead && status >= 200) {
      body =
          headers.containsKey("content-length")
              ? exactly(Integer.parseInt(headers.get("content-length")))
              : headers.containsKey("transfer-encoding") ? chunks() : in.readAllBytes();
    }
    return new Answer(status, headers, ByteBuffer.wrap(body));
  }

  public Answer answer() throws IOException {
    return answer(false);
  }

  /** Tells whether the other side has closed the connection; waits for that or for a byte. */
  public boolean isAtEnd() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next < 0;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("the body has " + bytes.length + " of " + size + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended after \"" + line + "\"");
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
