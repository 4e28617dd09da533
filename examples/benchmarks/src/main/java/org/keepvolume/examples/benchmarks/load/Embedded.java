// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;

/** The same load on the library in this JVM: what is left when nothing is sent over a network. */
final class Embedded {
  private final PrintStream out;

  /** Of all runs, since a block that an earlier one has put is not new. */
  private final AtomicLong next = new AtomicLong(1L << 60);

  Embedded(PrintStream out) {
    this.out = out;
  }

  /** Runs it twice, the first time to warm up, and prints the second. */
  void run(Path root, Load load, boolean durable) throws Exception {
    PosixOptions options =
        PosixOptions.defaults().withDurability(durable ? Durability.FULL : Durability.NONE);
    ExecutorService threads = Executors.newFixedThreadPool(load.clients());
    try (BlockStore store =
        BlockStore.builder()
            .mount(PosixVolume.open(root, options, VolumeContext.defaults()))
            .build()) {
      Histogram unused = run(threads, store, load, Effort.warmUpSeconds(load));
      Histogram all = run(threads, store, load, load.seconds());
      out.printf(
          Locale.ROOT,
          "    %-30s %10.1f/s  p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms%n",
          "the library, embedded",
          all.getTotalCount() / load.seconds(),
          all.getValueAtPercentile(50) / 1e6,
          all.getValueAtPercentile(99) / 1e6,
          all.getValueAtPercentile(99.9) / 1e6);
    } finally {
      threads.shutdownNow();
    }
  }

  private Histogram run(ExecutorService threads, BlockStore store, Load load, double seconds)
      throws Exception {
    LoadBlocks blocks = new LoadBlocks(load.blockSize());
    List<BlockHash> hashes = new ArrayList<>();
    if (load.kind() == Load.Kind.GET) {
      for (int i = 0; i < load.blocks(); i++) {
        hashes.add(blocks.hash(i));
      }
    }
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Callable<Histogram>> callers = new ArrayList<>();
    for (int i = 0; i < load.clients(); i++) {
      callers.add(
          () ->
              load.kind() == Load.Kind.PUT
                  ? putter(store, blocks, end)
                  : getter(store, hashes, end));
    }
    Histogram all = LoadClient.newHistogram();
    for (Future<Histogram> each : threads.invokeAll(callers)) {
      all.add(each.get());
    }
    return all;
  }

  private Histogram getter(BlockStore store, List<BlockHash> hashes, long end) throws IOException {
    Histogram times = LoadClient.newHistogram();
    while (System.nanoTime() < end) {
      BlockHash hash = hashes.get((int) (next.getAndIncrement() % hashes.size()));
      long start = System.nanoTime();
      int unused = store.read(hash, new Dropping());
      times.recordValue(System.nanoTime() - start);
    }
    return times;
  }

  private Histogram putter(BlockStore store, LoadBlocks blocks, long end) throws IOException {
    Histogram times = LoadClient.newHistogram();
    while (System.nanoTime() < end) {
      ByteBuffer block = blocks.block(next.getAndIncrement());
      long start = System.nanoTime();
      var unused = store.write(block);
      times.recordValue(System.nanoTime() - start);
    }
    return times;
  }

  /** Takes a block and forgets it. */
  private static final class Dropping implements BlockSink {
    @Override
    public void begin(int size) {}

    @Override
    public void write(ByteBuffer source, int position) {}
  }
}
