// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that takes bytes when it is told to, with a buffer so small that the server waits. */
final class SlowClient implements AutoCloseable {
  private final Socket socket = new Socket();

  SlowClient(int port) throws IOException {
    socket.setReceiveBufferSize(64 << 10);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Sends the head of a request and returns that of the response. */
  String ask(String request, String... headers) throws IOException {
    String head = request + " HTTP/1.1\r\nHost: test\r\n";
    for (String header : headers) {
      head += header + "\r\n";
    }
    socket.getOutputStream().write((head + "\r\n").getBytes(US_ASCII));
    StringBuilder response = new StringBuilder();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    while (response.indexOf("\r\n\r\n") < 0) {
      response.append((char) in.readUnsignedByte());
    }
    return response.toString();
  }

  /** Takes the body of the response. */
  byte[] body(int size) throws IOException {
    byte[] body = new byte[size];
    new DataInputStream(socket.getInputStream()).readFully(body);
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
