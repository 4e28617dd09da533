// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;

/** Reads the body that follows a head, piece by piece and without its framing. */
final class BodyReader {
  private static final long CHUNKED = -1;
  private static final long TO_THE_END = -2;

  private final HttpConnection connection;
  private final long length;

  /** Bytes left in the body, or in its chunk. */
  private long left;

  private boolean started;
  private boolean ended;

  private BodyReader(HttpConnection connection, long length) {
    this.connection = connection;
    this.length = length;
    this.left = Math.max(0, length);
  }

  static BodyReader ofRequest(HttpConnection connection, HttpHead head) {
    return new BodyReader(connection, length(head, 0));
  }

  static BodyReader ofAnswer(HttpConnection connection, HttpHead head, String method)
      throws IOException {
    int status = head.status();
    boolean none = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
    return new BodyReader(connection, none ? 0 : length(head, TO_THE_END));
  }

  private static long length(HttpHead head, long otherwise) {
    if (head.has("Transfer-Encoding", "chunked")) {
      return CHUNKED;
    }
    String length = head.header("Content-Length");
    return length == null ? otherwise : Long.parseLong(length);
  }

  boolean isChunked() {
    return length == CHUNKED;
  }

  boolean endsWithConnection() {
    return length == TO_THE_END;
  }

  /**
   * Reads on.
   *
   * @return 1 to max bytes, valid until the next call; null at the end of the body
   */
  @Nullable
  ByteBuffer next(long max) throws IOException {
    if (ended) {
      return null;
    }
    if (length == TO_THE_END) {
      ByteBuffer piece = connection.take(max);
      ended = piece == null;
      return piece;
    }
    if (left == 0 && !(isChunked() && nextChunk())) {
      ended = true;
      return null;
    }
    ByteBuffer piece = connection.take(Math.min(max, left));
    if (piece == null) {
      throw connection.ended();
    }
    left -= piece.remaining();
    started = true;
    return piece;
  }

  private boolean nextChunk() throws IOException {
    if (started) {
      connection.readLine(); // only now: the last piece was still in the connection's buffer
    }
    String size = connection.readLine();
    int extension = size.indexOf(';');
    left = Long.parseLong(extension < 0 ? size : size.substring(0, extension).strip(), 16);
    if (left > 0) {
      return true;
    }
    while (!connection.readLine().isEmpty()) {
      // trailers, which nobody here needs
    }
    return false;
  }

  /** Reads the rest and returns it. */
  byte[] readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream((int) left);
    byte[] copy = new byte[0];
    for (ByteBuffer piece = next(Integer.MAX_VALUE);
        piece != null;
        piece = next(Integer.MAX_VALUE)) {
      int size = piece.remaining();
      copy = copy.length < size ? new byte[size] : copy;
      piece.get(copy, 0, size);
      all.write(copy, 0, size);
    }
    return all.toByteArray();
  }

  /** Reads the rest and drops it. */
  void drain() throws IOException {
    while (next(Integer.MAX_VALUE) != null) {
      // dropped
    }
  }
}
