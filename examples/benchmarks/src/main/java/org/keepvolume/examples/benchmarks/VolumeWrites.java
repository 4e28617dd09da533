// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.nio.file.Path;
import org.keepvolume.examples.benchmarks.PairedBenchmark.Program;
import org.keepvolume.posix.PosixVolume;

/** Durable writes of new blocks by a bare volume, against the same system calls made by hand. */
final class VolumeWrites implements Benchmarks.Benchmark {
  private static final double TARGET = 0.9;

  @Override
  public void run(PairedBenchmark pairs, Path directory) throws Exception {
    for (Workload workload : Workload.forWriting()) {
      Path plainRoot = Roots.create(directory, "plain", workload);
      Path root = Roots.create(directory, "ours", workload);
      PlainFiles plain = new PlainFiles(plainRoot);
      try (PosixVolume volume = PosixVolume.open(root)) {
        pairs.compare(
            "volume write " + workload.label(),
            workload.operations(),
            TARGET,
            writing(plainRoot, workload, block -> plain.write(block.hash(), block.data())),
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
