// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.annotation.Nullable;
import org.keepvolume.azure.http.Plan.End;
import org.keepvolume.azure.http.Plan.Part;

/** Delivers an answer to the client as a plan says: whole, in part, late, slowly or changed. */
final class AnswerDelivery {
  /** Where the pieces of a body come from. */
  private interface Source {
    /** Returns 1 to max bytes; null at the end. */
    @Nullable
    ByteBuffer next(long max) throws IOException;
  }

  private static final int PIECES_PER_SECOND = 50;

  private final HttpConnection client;
  private final String method;
  private final Plan plan;
  private final Pauses pauses;

  AnswerDelivery(HttpConnection client, String method, Plan plan, Pauses pauses) {
    this.client = client;
    this.method = method;
    this.plan = plan;
    this.pauses = pauses;
  }

  /**
   * Delivers it.
   *
   * @return whether it was delivered to its end; otherwise the client's connection is closed
   */
  boolean deliver(HttpHead head, BodyReader body) throws IOException, InterruptedException {
    if (!plan.keepsAnswer()) {
      return deliver(head, body::next, body.isChunked());
    }
    byte[] all = body.readAll();
    if (plan.end == End.LOSE) {
      client.reset();
      return false;
    }
    if (plan.end == End.STALL && !plan.stall.awaitReleaseOrLeave(client)) {
      client.close();
      return false;
    }
    all = edited(all);
    HttpHead sized =
        method.equals("HEAD")
            ? head
            : head.without("Transfer-Encoding")
                .with("Content-Length", Integer.toString(all.length));
    ByteBuffer left = ByteBuffer.wrap(all);
    return deliver(
        sized,
        max -> {
          if (!left.hasRemaining()) {
            return null;
          }
          int size = (int) Math.min(max, left.remaining());
          ByteBuffer piece = left.slice(left.position(), size);
          left.position(left.position() + size);
          return piece;
        },
        false);
  }

  private byte[] edited(byte[] page) {
    ListingEdit edit = plan.listingEdit;
    if (edit == null) {
      return page;
    }
    byte[] edited = edit.edit(page);
    if (edited == null) {
      return page;
    }
    plan.happens(Part.LISTING);
    return edited;
  }

  private boolean deliver(HttpHead head, Source source, boolean chunked)
      throws IOException, InterruptedException {
    client.write(head.bytes());
    BodyWriter writer = new BodyWriter(client, chunked);
    long step =
        plan.bytesPerSecond == 0
            ? Plan.NOWHERE
            : Math.max(1, plan.bytesPerSecond / PIECES_PER_SECOND);
    boolean ended = false;
    long at = 0;
    while (true) {
      boolean ends = !ended && at == plan.endAt;
      ByteBuffer piece = source.next(ended || ends ? step : Math.min(step, plan.endAt - at));
      if (piece == null) {
        break;
      }
      if (ends) {
        ended = true;
        if (!goOn()) {
          return false;
        }
      }
      int size = piece.remaining();
      if (flip(piece, at, plan.flipAt)) {
        plan.happens(Part.FLIP);
      }
      writer.write(piece);
      at += size;
      if (plan.bytesPerSecond > 0) {
        pause(size);
      }
    }
    writer.end();
    return true;
  }

  /** Does in the middle of the body what is to be done there; false if that was the end. */
  private boolean goOn() throws InterruptedException {
    plan.happens(Part.END);
    switch (plan.end) {
      case CUT -> client.close();
      case RESET_MID -> client.reset();
      case STALL_MID -> {
        if (plan.stall.awaitReleaseOrLeave(client)) {
          return true;
        }
        client.close();
      }
      case DELIVER, LOSE, STALL -> {
        return true; // not in the middle
      }
    }
    return false;
  }

  private void pause(int bytes) throws IOException, InterruptedException {
    pauses.pause(Duration.ofNanos(bytes * 1_000_000_000L / plan.bytesPerSecond));
    if (client.isPeerGone()) {
      throw client.ended();
    }
  }

  /** Flips the lowest bit of the byte at a place in the body, if that is in this piece. */
  static boolean flip(ByteBuffer piece, long at, long place) {
    if (place >= at && place - at < piece.remaining()) {
      int index = piece.position() + (int) (place - at);
      piece.put(index, (byte) (piece.get(index) ^ 1));
      return true;
    }
    return false;
  }
}
