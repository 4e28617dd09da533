// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.nio.file.Path;
import java.security.MessageDigest;
import org.keepvolume.BlockHash;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;

/** Durable writes of new blocks by a store, against one MD5 and the system calls made by hand. */
final class StoreWrites implements Benchmarks.Benchmark {
  private static final double TARGET = 0.9;

  @Override
  public void run(PairedBenchmark pairs, Path directory) throws Exception {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    for (Workload workload : Workload.forWriting()) {
      Path root = Roots.create(directory, "blocks", workload);
      PlainFiles plain = new PlainFiles(root);
      try (BlockStore store = BlockStore.builder().mount(PosixVolume.open(root)).build()) {
        pairs.compare(
            "store write " + workload.label(),
            workload.operations(),
            TARGET,
            VolumeWrites.writing(
                root,
                workload,
                block -> {
                  md5.update(block.data());
                  plain.write(BlockHash.fromBytes(md5.digest()), block.data());
                }),
            VolumeWrites.writing(root, workload, block -> store.write(block.data())));
      }
    }
  }
}
