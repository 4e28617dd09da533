// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashOutcome;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.MountResult;
import org.keepvolume.store.WriteOptions;

/**
 * One thread of a soak: reads blocks that all share, writes them again, and writes, reads and
 * deletes blocks of its own, in an order drawn by lot, until it is told to stop or something fails.
 */
final class SoakWorker implements Runnable {
  /** A block that stays stored, under its hash. */
  record Shared(SoakBlock block, BlockHash hash) {}

  private final BlockStore store;
  private final List<Shared> shared;
  private final AtomicBoolean stopping;
  private final Random random;
  private long ownNumber;

  private volatile long calls;
  private volatile long longestCall;
  private volatile long lastEnd = System.nanoTime();
  private volatile @Nullable Throwable failure;

  /**
   * Makes a worker.
   *
   * @param shared blocks of one size, at least one
   * @param firstOwn its blocks have this number and those that follow, which nobody else uses
   */
  SoakWorker(
      BlockStore store, List<Shared> shared, AtomicBoolean stopping, long seed, long firstOwn) {
    this.store = store;
    this.shared = shared;
    this.stopping = stopping;
    random = new Random(seed + firstOwn);
    ownNumber = firstOwn;
  }

  @Override
  public void run() {
    try {
      while (!stopping.get()) {
        switch (random.nextInt(3)) {
          case 0 -> read(anyShared());
          case 1 -> writeAgain(anyShared());
          default -> writeReadDelete(new SoakBlock(ownNumber++, shared.get(0).block().size()));
        }
      }
    } catch (Throwable e) { // errors most of all: memory may run out
      failure = e;
      stopping.set(true);
    }
  }

  private Shared anyShared() {
    return shared.get(random.nextInt(shared.size()));
  }

  private void read(Shared stored) throws IOException {
    long start = System.nanoTime();
    SoakBlock.Recognition sink = stored.block().recognition();
    int unused = store.read(stored.hash(), sink);
    sink.requireWhole();
    count(start);
  }

  private void writeAgain(Shared stored) throws IOException {
    BlockHash hash = write(stored.block());
    checkState(hash.equals(stored.hash()), "%s was stored as %s", stored, hash);
  }

  private BlockHash write(SoakBlock block) throws IOException {
    long start = System.nanoTime();
    BlockHash hash = store.write(block.source(), block.size(), WriteOptions.defaults()).hash();
    count(start);
    return hash;
  }

  private void writeReadDelete(SoakBlock block) throws IOException {
    Shared own = new Shared(block, write(block));
    read(own);
    long start = System.nanoTime();
    List<MountResult<TrashOutcome>> results = store.trash(own.hash(), null);
    TrashOutcome outcome = results.get(0).value().orElseThrow();
    checkState(outcome == TrashOutcome.DELETED, "%s: %s", own, outcome);
    count(start);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes them
  private void count(long start) {
    long end = System.nanoTime();
    longestCall = Math.max(longestCall, end - start);
    calls++;
    lastEnd = end;
  }

  boolean isSmall() {
    return shared.get(0).block().size() == StoreSoak.SMALL;
  }

  long calls() {
    return calls;
  }

  /** Returns how long the longest call took, in nanoseconds. */
  long longestCall() {
    return longestCall;
  }

  /** Returns for how long no call has ended, in nanoseconds. */
  long standstill() {
    return System.nanoTime() - lastEnd;
  }

  @Nullable
  Throwable failure() {
    return failure;
  }
}
