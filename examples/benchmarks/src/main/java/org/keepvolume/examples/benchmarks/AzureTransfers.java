// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.azure.AzureOptions;
import org.keepvolume.examples.benchmarks.PairedBenchmark.Program;
import org.keepvolume.examples.benchmarks.PairedBenchmark.Worker;

/** Reads or writes of an Azure volume from one thread and from many, against the bare SDK. */
final class AzureTransfers implements Benchmarks.Comparisons {
  private static final Target TARGET = Target.cpuTimes(1.1);
  private static final int[] THREADS = {1, 16};

  /** What the sinks of all threads do with the bytes. */
  private static final BlockSink DROPPING = new DroppingSink();

  private final boolean writing;

  private AzureTransfers(boolean writing) {
    this.writing = writing;
  }

  static AzureTransfers reads() {
    return new AzureTransfers(false);
  }

  static AzureTransfers writes() {
    return new AzureTransfers(true);
  }

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    for (Workload workload : Workload.forNetwork()) {
      try (NullServerProcess server =
              NullServerProcess.start("size", Integer.toString(workload.size()));
          Volume volume = server.open(AzureOptions.defaults())) {
        Workload.Step ours =
            writing
                ? block -> volume.write(block.hash(), block.data())
                : block -> volume.read(block.hash(), DROPPING);
        for (int threads : THREADS) {
          String name =
              "azure %s %s x %d, ".formatted(writing ? "write" : "read", workload.label(), threads);
          BareSdk alike = BareSdk.withSettingsOfVolume(server);
          BareSdk plain = BareSdk.withDefaults(server);
          compare(pairs, name + "same settings", workload, threads, TARGET, step(alike), ours);
          compare(pairs, name + "SDK's own", workload, threads, Target.none(), step(plain), ours);
        }
      }
    }
  }

  private Workload.Step step(BareSdk sdk) {
    return writing
        ? block -> sdk.write(block.hash(), block.data())
        : block -> sdk.read(block.hash(), DROPPING);
  }

  private static void compare(
      PairedBenchmark pairs,
      String name,
      Workload workload,
      int threads,
      Target target,
      Workload.Step baseline,
      Workload.Step ours)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      pairs.compare(
          name,
          workload.operations() * threads,
          target,
          new OnThreads(pool, threads, workload, baseline),
          new OnThreads(pool, threads, workload, ours));
    } finally {
      pool.shutdown();
    }
  }

  /** Does the same work on several threads at once. */
  private record OnThreads(ExecutorService pool, int threads, Workload workload, Workload.Step step)
      implements Program {
    @Override
    public void run() throws Exception {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  workload.forEach(step);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        Object unused = one.get();
      }
    }

    @Override
    public Worker worker() {
      return Worker.THIS_PROCESS;
    }
  }
}
