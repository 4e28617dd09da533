// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.benchmarks.Workload.Block;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;

/**
 * Durable writes by a store against one MD5 and the system calls made by hand: of new blocks, and
 * of blocks that are there, which are compared and touched.
 */
final class StoreWrites implements Benchmarks.Comparisons {
  private static final Target NEW_TARGET = Target.ratio(0.9);
  private static final Target PRESENT_TARGET = Target.ratio(0.7);

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    for (Workload workload : Workload.forWriting()) {
      Path root = Roots.create(directory, "blocks", workload);
      PlainFiles plain = new PlainFiles(root, true);
      try (BlockStore store = BlockStore.builder().mount(PosixVolume.open(root)).build()) {
        pairs.compare(
            "store write " + workload.label() + ", new",
            workload.operations(),
            NEW_TARGET,
            VolumeWrites.writing(
                root, workload, block -> plain.write(hash(md5, block), block.data())),
            VolumeWrites.writing(root, workload, block -> store.write(block.data())));
        Roots.fill(root, workload);
        pairs.compare(
            "store write " + workload.label() + ", present",
            workload.operations(),
            PRESENT_TARGET,
            () -> workload.forEach(block -> keep(plain, hash(md5, block), block)),
            () -> workload.forEach(block -> store.write(block.data())));
      }
    }
  }

  private static BlockHash hash(MessageDigest md5, Block block) {
    md5.update(block.data());
    return BlockHash.fromBytes(md5.digest());
  }

  private static void keep(PlainFiles plain, BlockHash hash, Block block) throws IOException {
    ByteBuffer expected = block.data();
    plain.read(
        hash,
        bytes -> {
          int length = bytes.remaining();
          checkState(expected.slice(expected.position(), length).equals(bytes), "%s differs", hash);
          expected.position(expected.position() + length);
        });
    plain.touch(hash);
  }
}
