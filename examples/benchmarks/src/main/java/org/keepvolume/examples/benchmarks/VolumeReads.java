// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.examples.benchmarks.PlainFiles.SliceTaker;
import org.keepvolume.posix.PosixVolume;

/** Unverified reads from the page cache by a bare volume, against plain slices read by hand. */
final class VolumeReads implements Benchmarks.Comparisons {
  private static final Target TARGET = Target.ratio(0.9);

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    for (Workload workload : Workload.forReading()) {
      Path root = Roots.create(directory, "blocks", workload);
      Roots.fill(root, workload);
      ByteBuffer buffer = ByteBuffer.allocateDirect(workload.size());
      compare(pairs, "volume read, dropped, ", workload, root, bytes -> {}, new DroppingSink());
      compare(
          pairs,
          "volume read, copied, ",
          workload,
          root,
          bytes -> {
            if (!buffer.hasRemaining()) {
              buffer.clear();
            }
            buffer.put(bytes);
          },
          BlockSinks.into(buffer.duplicate()));
    }
  }

  private static void compare(
      PairedBenchmark pairs,
      String name,
      Workload workload,
      Path root,
      SliceTaker taker,
      BlockSink sink)
      throws Exception {
    PlainFiles plain = new PlainFiles(root, true);
    try (PosixVolume volume = PosixVolume.open(root)) {
      pairs.compare(
          name + workload.label(),
          workload.operations(),
          TARGET,
          () -> workload.forEach(block -> plain.read(block.hash(), taker)),
          () -> workload.forEach(block -> volume.read(block.hash(), sink)));
    }
  }
}
