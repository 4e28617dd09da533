// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.nio.file.Path;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Volume;
import org.keepvolume.azure.AzureOptions;
import org.keepvolume.examples.benchmarks.PairedBenchmark.Program;
import org.keepvolume.examples.benchmarks.PairedBenchmark.Worker;

/** The index of an Azure volume by several requests at once, against one after the other. */
final class AzureListing implements Benchmarks.Comparisons {
  /** How many blobs the server lists, one of ten of them trashed. */
  private static final int BLOCKS = Integer.getInteger("blocks", 500_000);

  private static final int TRASHED_EVERY = 10;
  private static final Target TARGET = Target.ratio(3);
  private static final long MAX_HEAP = 256 << 20;

  /** Starts a server each of whose pages takes as long as the service's do. */
  static NullServerProcess server() throws IOException {
    return NullServerProcess.start(
        "blobs",
        Integer.toString(BLOCKS),
        "page",
        "5000",
        "delay",
        "250",
        "trashed-every",
        Integer.toString(TRASHED_EVERY));
  }

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    checkState(
        Runtime.getRuntime().maxMemory() <= MAX_HEAP, "run with java -Xmx256m: memory is measured");
    AzureOptions options = AzureOptions.defaults();
    try (NullServerProcess server = server();
        Volume one = server.open(options.withIndexParallelism(1));
        Volume some = server.open(options);
        Volume many = server.open(options.withIndexParallelism(16))) {
      compare(pairs, options.indexParallelism(), one, some);
      compare(pairs, 16, one, many);
    }
  }

  private static void compare(PairedBenchmark pairs, int parallel, Volume one, Volume several)
      throws Exception {
    pairs.compare(
        "azure index of " + BLOCKS + " blobs, " + parallel + " at once",
        1,
        TARGET,
        new Listing(one),
        new Listing(several));
  }

  /** Counts the blocks of a volume. */
  record Listing(Volume volume) implements Program {
    @Override
    public void run() throws Exception {
      int[] count = {0};
      volume.index(
          BlockPrefix.ALL,
          block -> {
            count[0]++;
            return true;
          });
      int live = BLOCKS - (BLOCKS + TRASHED_EVERY - 1) / TRASHED_EVERY;
      checkState(count[0] == live, "the index has %s blocks", count[0]);
    }

    @Override
    public Worker worker() {
      return Worker.THIS_PROCESS;
    }
  }
}
