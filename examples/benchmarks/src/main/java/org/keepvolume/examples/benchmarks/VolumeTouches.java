// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.nio.file.Path;
import org.keepvolume.posix.PosixVolume;

/** Durable touches by a bare volume, against setting the time and syncing the file by hand. */
final class VolumeTouches implements Benchmarks.Comparisons {
  private static final Target TARGET = Target.ratio(0.7);

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    Workload workload = Workload.forWriting().get(0);
    Path root = Roots.create(directory, "blocks", workload);
    Roots.fill(root, workload);
    PlainFiles plain = new PlainFiles(root, true);
    try (PosixVolume volume = PosixVolume.open(root)) {
      pairs.compare(
          "volume touch " + workload.label(),
          workload.operations(),
          TARGET,
          () -> workload.forEach(block -> plain.touch(block.hash())),
          () -> workload.forEach(block -> volume.touch(block.hash())));
    }
  }
}
