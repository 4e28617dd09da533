// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import org.keepvolume.BlockInfo;
import org.keepvolume.IndexVisitor;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.ResponseBody;

/** Sends the lines of an index in large pieces, the first when one is full. */
final class IndexLines implements IndexVisitor {
  private static final int PIECE = 1 << 16;

  private final HttpCall call;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
  private @Nullable ResponseBody body;

  IndexLines(HttpCall call) {
    this.call = call;
  }

  @Override
  public boolean visit(BlockInfo block) throws IOException {
    byte[] line = (block.toLine() + "\n").getBytes(ISO_8859_1);
    if (line.length > piece.remaining()) {
      send(false);
    }
    piece.put(line);
    return true;
  }

  /** Tells whether the client has been told that it gets a listing. */
  boolean begun() {
    return body != null;
  }

  /** Sends the rest, and the empty line that says that this was all. */
  void finish() throws IOException {
    if (!piece.hasRemaining()) {
      send(false);
    }
    piece.put((byte) '\n');
    send(true);
  }

  private void send(boolean last) throws IOException {
    if (body == null) {
      body = call.answer(200, "text/plain; charset=utf-8", -1);
    }
    piece.flip();
    body.write(call.isHead() ? piece.limit(0) : piece, last);
    piece.clear();
  }
}
