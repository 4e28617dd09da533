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
import org.keepvolume.BlockSink;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;

/** The same load on the library in this JVM: what is left when nothing is sent over a network. */
final class Embedded {
  private Embedded() {}

  /** Runs and prints it. */
  static void run(PrintStream out, Path root, Load load, boolean durable) throws Exception {
    PosixOptions options =
        PosixOptions.defaults().withDurability(durable ? Durability.FULL : Durability.NONE);
    LoadBlocks blocks = new LoadBlocks(load.blockSize());
    ExecutorService threads = Executors.newFixedThreadPool(load.clients());
    try (BlockStore store =
        BlockStore.builder()
            .mount(PosixVolume.open(root, options, VolumeContext.defaults()))
            .build()) {
      AtomicLong next = new AtomicLong(1L << 60);
      long end = System.nanoTime() + (long) (load.seconds() * 1e9);
      List<Callable<Histogram>> callers = new ArrayList<>();
      for (int i = 0; i < load.clients(); i++) {
        callers.add(() -> caller(store, blocks, load, next, end));
      }
      Histogram all = LoadClient.newHistogram();
      for (Future<Histogram> each : threads.invokeAll(callers)) {
        all.add(each.get());
      }
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

  private static Histogram caller(
      BlockStore store, LoadBlocks blocks, Load load, AtomicLong next, long end)
      throws IOException {
    Histogram times = LoadClient.newHistogram();
    while (System.nanoTime() < end) {
      long number = next.getAndIncrement();
      long start = System.nanoTime();
      if (load.kind() == Load.Kind.GET) {
        int unused = store.read(blocks.hash(number % load.blocks()), new Dropping());
      } else {
        var unused = store.write(blocks.block(number));
      }
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
