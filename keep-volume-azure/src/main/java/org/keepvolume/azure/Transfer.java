// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.storage.blob.models.BlobRange;
import com.google.common.base.Throwables;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import javax.annotation.concurrent.NotThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeException;

/**
 * Brings one range of a blob to a sink; where the connection breaks it goes on behind the last byte
 * that came, as long as the content is the same.
 *
 * <p>Not by a condition on the version: a touch makes a new version of the same content.
 */
@NotThreadSafe
final class Transfer {
  /** A connection that brings as much between two failures is not counted among the attempts. */
  private static final long WORTH_A_NEW_START = 1 << 20;

  /** Judges a blob before the sink is told of it. */
  @FunctionalInterface
  interface Check {
    void accept(BlobState found) throws VolumeException;
  }

  private final BlobRequests requests;
  private final Call call;
  private final BlockHash hash;
  private final GuardedSink sink;
  private final int attempts;
  private @Nullable BlobState state;
  private long at;
  private long end;

  /** Where the attempts were last counted from. */
  private long started;

  Transfer(BlobRequests requests, Call call, BlockHash hash, GuardedSink sink, int attempts) {
    this.requests = requests;
    this.call = call;
    this.hash = hash;
    this.sink = sink;
    this.attempts = attempts;
  }

  /**
   * Reads the first range, and with it what the blob is.
   *
   * @param range from 0; null: all of the blob
   * @param check judges the blob before the sink is told
   * @return what the answer said of the blob
   */
  BlobState first(@Nullable BlobRange range, Check check) throws IOException {
    BlobRange asked = range;
    Retries retries = Retries.of(call, attempts);
    while (true) {
      try {
        if (state == null) {
          begin(asked, check);
        } else {
          goOn(state);
        }
        return state;
      } catch (Refusal e) {
        if (state == null && asked != null && e.meaning() == Meaning.PAST_THE_END) {
          asked = null; // an empty blob has no range
        } else {
          retries = failed(retries, e);
        }
      } catch (IOException e) {
        retries = failed(retries, e);
      }
    }
  }

  /** Returns where the range ends that is read; a blob that was empty before is read whole. */
  long end() {
    return end;
  }

  /** Reads another range of the blob of which the first one told. */
  void more(BlobState first, long from, long to) throws IOException {
    state = first;
    at = from;
    started = from;
    end = to;
    Retries retries = Retries.of(call, attempts);
    while (true) {
      try {
        goOn(first);
        return;
      } catch (IOException e) {
        retries = failed(retries, e);
      }
    }
  }

  private void begin(@Nullable BlobRange asked, Check check) throws IOException {
    var unused =
        requests.get(
            call,
            hash,
            asked,
            (found, body) -> {
              check.accept(found);
              state = found;
              end = asked == null ? found.size() : Math.min(asked.getCount(), found.size());
              sink.begin((int) found.size());
              pump(body);
              return found;
            });
  }

  private void goOn(BlobState before) throws IOException {
    if (at == end) {
      return; // it broke off behind the last byte
    }
    var unused =
        requests.get(
            call,
            hash,
            new BlobRange(at, end - at),
            (found, body) -> {
              if (!found.hasContentOf(before)) {
                throw call.unavailable("the block was replaced while it was read", null);
              }
              pump(body);
              return found;
            });
  }

  private void pump(BodyStream body) throws IOException, InterruptedException {
    while (true) {
      long since = call.timing().nanoTime();
      ByteBuffer bytes = body.next(() -> call.remaining(since));
      if (bytes == null) {
        break;
      }
      int length = bytes.remaining();
      if (length > end - at) {
        throw call.unavailable("the service sent more than it was asked for", null);
      }
      int position = (int) at;
      at += length;
      sink.write(bytes, position);
    }
    if (at < end) {
      throw new IOException("the body ended " + (end - at) + " bytes too early");
    }
  }

  /** Waits before another attempt; throws if there is to be none. */
  private Retries failed(Retries retries, IOException e) throws IOException {
    if (e instanceof GuardedSink.Refused refused) {
      Throwable thrown = refused.getCause();
      Throwables.throwIfInstanceOf(thrown, IOException.class);
      Throwables.throwIfUnchecked(thrown);
      throw new IllegalStateException(thrown);
    }
    if (state != null && e instanceof Refusal refusal && refusal.meaning() == Meaning.MISSING) {
      throw call.unavailable("the block vanished while it was read", e);
    }
    Retries counted = retries;
    if (at - started >= WORTH_A_NEW_START) {
      started = at;
      counted = Retries.of(call, attempts);
    }
    counted.after(e);
    return counted;
  }
}
