// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes a body with the framing that its head has announced. */
final class BodyWriter {
  private final HttpConnection connection;
  private final boolean chunked;

  BodyWriter(HttpConnection connection, boolean chunked) {
    this.connection = connection;
    this.chunked = chunked;
  }

  void write(ByteBuffer piece) throws IOException {
    if (chunked) {
      connection.write(
          ascii(Integer.toHexString(piece.remaining()) + "\r\n"), piece, ascii("\r\n"));
    } else {
      connection.write(piece);
    }
  }

  void end() throws IOException {
    if (chunked) {
      connection.write(ascii("0\r\n\r\n"));
    }
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }
}
