// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.nio.file.Path;
import org.keepvolume.examples.benchmarks.PairedBenchmark.Program;
import org.keepvolume.posix.PosixVolume;

/**
 * Durable writes of new blocks by a bare volume, against the same system calls made by hand.
 *
 * <p>Both by turns in one root: where a file system puts a directory may make its syncs twice as
 * slow.
 */
final class VolumeWrites implements Benchmarks.Comparisons {
  private static final Target TARGET = Target.ratio(0.9);

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    for (Workload workload : Workload.forWriting()) {
      Path root = Roots.create(directory, "blocks", workload);
      PlainFiles plain = new PlainFiles(root, true);
      try (PosixVolume volume = PosixVolume.open(root)) {
        pairs.compare(
            "volume write " + workload.label(),
            workload.operations(),
            TARGET,
            writing(root, workload, block -> plain.write(block.hash(), block.data())),
            writing(root, workload, block -> volume.write(block.hash(), block.data())));
      }
    }
  }

  /** Returns a program that writes all blocks into a root that has none of them. */
  static Program writing(Path root, Workload workload, Workload.Step step) {
    return new Program() {
      @Override
      public void prepare() throws Exception {
        Roots.empty(root, workload);
      }

      @Override
      public void run() throws Exception {
        workload.forEach(step);
      }
    };
  }
}
