// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.keepvolume.BlockPrefix;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;

/**
 * Removes trashed blocks past their deadline, each on the condition that it is still the version
 * that was listed: one that was written or restored since is another (TR-9).
 *
 * <p>Writers leave no residue: the service has a block whole or not at all.
 */
final class TrashSweeper {
  /** Failures that are shown beside the first one. */
  private static final int MOST_SHOWN = 10;

  private final BlobRequests requests;
  private final ContainerListing listing;
  private final DeviceClock clock;
  private final AzureOptions options;
  private final Workers workers;

  TrashSweeper(
      BlobRequests requests,
      ContainerListing listing,
      DeviceClock clock,
      AzureOptions options,
      Workers workers) {
    this.requests = requests;
    this.listing = listing;
    this.clock = clock;
    this.options = options;
    this.workers = workers;
  }

  /** What one sweep has done so far, counted from several threads. */
  private static final class Counts {
    private final AtomicLong deletedBlocks = new AtomicLong();
    private final AtomicLong deletedBytes = new AtomicLong();
    private final AtomicReference<VolumeException> failure = new AtomicReference<>();
    private long remainingBlocks;
    private long remainingBytes;

    void deleted(long size) {
      deletedBlocks.incrementAndGet();
      deletedBytes.addAndGet(size);
    }

    void remains(long size) {
      remainingBlocks++;
      remainingBytes += size;
    }

    /** Keeps a failure that concerns one blob alone. */
    void failed(VolumeException e) {
      if (!failure.compareAndSet(null, e) && failure.get().getSuppressed().length < MOST_SHOWN) {
        failure.get().addSuppressed(e);
      }
    }

    TrashSweep sweep() {
      return new TrashSweep(
          deletedBlocks.get(), deletedBytes.get(), remainingBlocks, remainingBytes, 0, 0);
    }
  }

  TrashSweep sweep(Call call) throws VolumeException {
    Counts counts = new Counts();
    try {
      listing.list(
          call,
          BlockPrefix.ALL,
          page -> {
            List<Listed> due = due(page, counts);
            workers.each(
                call,
                due.size(),
                options.sweepParallelism(),
                (i, own) -> delete(own, due.get(i), counts));
            return true;
          });
      VolumeException failure = counts.failure.get();
      if (failure != null) {
        throw failure;
      }
      return counts.sweep();
    } catch (VolumeException e) {
      throw e.initSweep(counts.sweep());
    } catch (IOException e) {
      throw call.translate(e, 1).initSweep(counts.sweep());
    }
  }

  private List<Listed> due(Page page, Counts counts) {
    Instant now = clock.now(page.date());
    List<Listed> due = new ArrayList<>();
    for (Listed block : page.blocks()) {
      Optional<Instant> deadline = block.deadline();
      if (deadline.isPresent() && !deadline.get().isAfter(now)) {
        due.add(block);
      } else if (!block.isLive()) {
        counts.remains(block.size());
      }
    }
    return due;
  }

  private void delete(Call sweep, Listed block, Counts counts) throws VolumeException {
    Call call = sweep.within(options.limits().control());
    Retries retries = Retries.of(call, options.limits().attempts());
    while (true) {
      try {
        retries.changing();
        requests.deleteCounted(call, block.hash(), block.etag());
        counts.deleted(block.size());
        return;
      } catch (IOException e) {
        if (isAnother(e)) {
          if (retries.isAmbiguous() && isGone(call, block)) {
            counts.deleted(block.size()); // by the attempt whose answer was lost
          }
          return;
        }
        if (e instanceof Refusal refusal && refusal.isOfOneBlob()) {
          counts.failed(call.translate(e, 1)); // such as a lease or a policy
          return;
        }
        retries.after(e);
      }
    }
  }

  /** Tells whether the version that was listed is gone: rewritten, restored, removed. */
  private static boolean isAnother(IOException e) {
    return e instanceof Refusal refusal
        && (refusal.meaning() == Meaning.CHANGED || refusal.meaning() == Meaning.MISSING);
  }

  private boolean isGone(Call call, Listed block) throws VolumeException {
    Retries retries = Retries.of(call, options.limits().attempts());
    while (true) {
      try {
        BlobState unused = requests.properties(call, block.hash());
        return false;
      } catch (IOException e) {
        if (isAnother(e)) {
          return true;
        }
        retries.after(e);
      }
    }
  }
}
