// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.azure.AzureOptions;

/** What reads and writes of full blocks by an Azure volume allocate, on all threads together. */
final class AzureAllocations implements Benchmarks.Benchmark {
  private static final int WARM_UP_BLOCKS = 8;
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;
  private static final double MOST_OF_WRITE = 256;
  private static final double MOST_OF_READ = 1.1 * (64 << 10);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Override
  public void run(Benchmarks.Settings settings, Path directory) throws Exception {
    Workload workload = Workload.full();
    BlockSink sink = new DroppingSink();
    try (NullServerProcess server =
            NullServerProcess.start("size", Integer.toString(workload.size()));
        Volume volume = server.open(AzureOptions.defaults())) {
      BareSdk sdk = BareSdk.withSettingsOfVolume(server);
      Measure measure = new Measure(settings.pairs(), workload, settings.out());
      measure.run("bare SDK, write", b -> sdk.write(b.hash(), b.data()), NO_LIMIT);
      measure.run("azure write", b -> volume.write(b.hash(), b.data()), MOST_OF_WRITE);
      measure.run("bare SDK, read", b -> sdk.read(b.hash(), sink), NO_LIMIT);
      measure.run("azure read", b -> volume.read(b.hash(), sink), MOST_OF_READ);
    }
  }

  private record Measure(int blocks, Workload workload, PrintStream out) {
    /** Prints the median of what a block takes, and fails if it is more than it may be. */
    void run(String name, Workload.Step step, double mostKib) throws Exception {
      for (int i = 0; i < WARM_UP_BLOCKS; i++) {
        workload.forEach(step);
      }
      long[] allocated = new long[blocks];
      for (int i = 0; i < blocks; i++) {
        long before = allocated();
        workload.forEach(step);
        allocated[i] = allocated() - before;
      }
      Arrays.sort(allocated);
      double kib = allocated[blocks / 2] / 1024.0 / workload.operations();
      out.printf(
          Locale.ROOT,
          "%-16s %s: %8.0f KiB allocated%s%n",
          name,
          workload.label(),
          kib,
          mostKib == NO_LIMIT ? "" : ", at most " + Math.round(mostKib));
      checkState(kib <= mostKib, "%s allocates %s KiB", name, kib);
    }

    /** The threads of the clients live on, so that nothing is lost of what they allocated. */
    private static long allocated() {
      long[] bytes = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
      return Arrays.stream(bytes).filter(count -> count > 0).sum();
    }
  }
}
