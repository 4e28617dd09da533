// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.keepvolume.Volume.MAX_BLOCK_SIZE;

import com.azure.storage.blob.models.BlobRange;
import java.io.IOException;
import java.time.Instant;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.VolumeException;

/**
 * Reads a block: in one request if it fits one range, the first of which tells size and trash mark;
 * the others at once, if the sink takes them so.
 */
final class BlockReader {
  private final BlobRequests requests;
  private final DeviceClock clock;
  private final AzureOptions options;
  private final Workers workers;

  BlockReader(BlobRequests requests, DeviceClock clock, AzureOptions options, Workers workers) {
    this.requests = requests;
    this.clock = clock;
    this.options = options;
    this.workers = workers;
  }

  int read(Call call, BlockHash hash, BlockSink sink) throws IOException {
    GuardedSink guarded = new GuardedSink(sink, call);
    Transfer first = new Transfer(requests, call, hash, guarded, options.limits().attempts());
    // The service refuses a range of an empty blob.
    boolean whole = options.maxGetBytes() >= MAX_BLOCK_SIZE || hash.equals(BlockHash.EMPTY);
    long range = whole ? MAX_BLOCK_SIZE : options.maxGetBytes();
    BlobState state =
        first.first(whole ? null : new BlobRange(0, range), found -> check(call, hash, found));
    int size = (int) state.size();
    if (first.end() < size) {
      rest(call, hash, guarded, state, range, size);
    }
    return size;
  }

  /** Refuses what is no block to be read. */
  private void check(Call call, BlockHash hash, BlobState found) throws VolumeException {
    Blocks.requireLive(call, found);
    if (found.size() > MAX_BLOCK_SIZE) {
      throw call.tooLarge(
          "the blob has " + found.size() + " bytes; a block has at most " + MAX_BLOCK_SIZE);
    }
    if (isBeingWritten(hash, found.size(), found.mtime(), found.date())) {
      throw call.unavailable(
          "the blob is empty and young; a program that does not write at once may be writing it",
          null);
    }
  }

  private boolean isBeingWritten(BlockHash hash, long size, Instant mtime, @Nullable Instant date) {
    return Blocks.isBeingWritten(hash, size, mtime, clock.now(date), options.writeRaceInterval());
  }

  private void rest(
      Call call, BlockHash hash, GuardedSink sink, BlobState first, long range, int size)
      throws IOException {
    int ranges = (int) ((size - 1) / range); // behind the first one
    int parallel = sink.isParallel() ? Math.min(options.parallelRanges(), ranges) : 1;
    workers.each(
        call,
        ranges,
        parallel,
        (i, own) -> {
          long from = (i + 1) * range;
          long to = Math.min(size, from + range);
          new Transfer(requests, own, hash, sink.on(own), options.limits().attempts())
              .more(first, from, to);
        });
  }
}
