// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.keepvolume.BlockSinks;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;

/** Verified reads from the page cache by a store, against the MD5 of the same bytes in memory. */
final class StoreReads implements Benchmarks.Comparisons {
  private static final Target BUFFER_TARGET = Target.ratio(0.85);
  private static final Target SINK_TARGET = Target.ratio(0.75);

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    List<Workload> workloads = Workload.forReading();
    for (Workload workload : workloads.subList(1, workloads.size())) {
      Path root = Roots.create(directory, "blocks", workload);
      Roots.fill(root, workload);
      try (BlockStore store = BlockStore.builder().mount(PosixVolume.open(root)).build();
          FileChannel file = FileChannel.open(directory.resolve("copy"), CREATE, WRITE)) {
        ByteBuffer direct = ByteBuffer.allocateDirect(workload.size());
        ByteBuffer heap = ByteBuffer.allocate(workload.size());
        Comparison comparison = new Comparison(pairs, workload);
        comparison.run(
            "direct buffer", BUFFER_TARGET, block -> store.read(block.hash(), direct.clear()));
        comparison.run(
            "heap buffer", BUFFER_TARGET, block -> store.read(block.hash(), heap.clear()));
        comparison.run(
            "dropping stream",
            SINK_TARGET,
            block -> store.read(block.hash(), BlockSinks.into(OutputStream.nullOutputStream())));
        comparison.run(
            "file", SINK_TARGET, block -> store.read(block.hash(), BlockSinks.into(file, 0)));
      }
    }
  }

  private record Comparison(PairedBenchmark pairs, Workload workload) {
    void run(String destination, Target target, Workload.Step read) throws Exception {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      pairs.compare(
          "store read to " + destination + ", " + workload.label(),
          workload.operations(),
          target,
          () ->
              workload.forEach(
                  block -> {
                    md5.update(block.data());
                    byte[] unused = md5.digest();
                  }),
          () -> workload.forEach(read));
    }
  }
}
