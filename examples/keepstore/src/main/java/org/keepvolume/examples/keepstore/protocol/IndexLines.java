// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import javax.annotation.Nullable;
import org.keepvolume.BlockInfo;
import org.keepvolume.IndexVisitor;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.ResponseBody;

/**
 * Sends the lines of an index in large pieces, the first when one is full.
 *
 * <p>The lines are those of {@link BlockInfo#toLine}, except that none fails: a listing must not
 * end for ever at a file with a strange time.
 */
final class IndexLines implements IndexVisitor {
  private static final String TYPE = "text/plain; charset=utf-8";
  private static final int PIECE = 1 << 16;

  /** A hash, two numbers of 64 bits, and what is between them. */
  private static final int LONGEST_LINE = 32 + 1 + 20 + 1 + 20 + 1;

  private static final long NANOS = 1_000_000_000;

  private final HttpCall call;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
  private @Nullable ResponseBody body;

  IndexLines(HttpCall call) {
    this.call = call;
  }

  /** Answers that there is a listing, to who does not want to see it. */
  static void none(HttpCall call) throws IOException {
    call.answer(200, TYPE, -1).write(ByteBuffer.allocate(0), true);
  }

  @Override
  public boolean visit(BlockInfo block) throws IOException {
    if (piece.remaining() < LONGEST_LINE) {
      send(false);
    }
    put(block.hash().toString());
    piece.put((byte) '+');
    put(Long.toString(block.size()));
    piece.put((byte) ' ');
    put(Long.toString(nanos(block.mtime())));
    piece.put((byte) '\n');
    return true;
  }

  private void put(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      piece.put((byte) ascii.charAt(i));
    }
  }

  /** Returns the nanoseconds since 1970; those nearest to it if 64 bits do not hold them. */
  private static long nanos(Instant time) {
    try {
      return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    } catch (ArithmeticException e) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** Tells whether the client has been told that it gets a listing. */
  boolean begun() {
    return body != null;
  }

  /** Sends the rest, and the empty line that says that this was all. Nothing else writes one. */
  void finish() throws IOException {
    if (!piece.hasRemaining()) {
      send(false);
    }
    piece.put((byte) '\n');
    send(true);
  }

  private void send(boolean last) throws IOException {
    if (body == null) {
      body = call.answer(200, TYPE, -1);
    } else {
      call.resumeAnswer();
    }
    body.write(piece.flip(), last);
    piece.clear();
    if (!last) {
      call.pauseAnswer(); // the next piece may be long in coming, or never come from a volume
    }
  }
}
