// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.base.Stopwatch;
import java.nio.file.Path;
import org.keepvolume.Volume;
import org.keepvolume.azure.AzureOptions;

/** The index of an Azure volume, one page after the other, in a small heap. */
final class AzureListingHeap implements Benchmarks.Benchmark {
  private static final int MAX_HEAP = 64 << 20;

  @Override
  public void run(Benchmarks.Settings settings, Path directory) throws Exception {
    checkState(
        Runtime.getRuntime().maxMemory() <= MAX_HEAP, "run with java -Xmx64m: memory is measured");
    Stopwatch watch = Stopwatch.createStarted();
    try (NullServerProcess server = AzureListing.server();
        Volume volume = server.open(AzureOptions.defaults().withIndexParallelism(1))) {
      new AzureListing.Listing(volume).run();
    }
    settings
        .out()
        .printf(
            "azure index, one page after the other: done in %d s%n", watch.elapsed().toSeconds());
  }
}
