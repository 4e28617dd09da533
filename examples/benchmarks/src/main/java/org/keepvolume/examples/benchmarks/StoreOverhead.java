// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.store.BlockStore;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/**
 * What a store costs beside its volume: one in memory, which takes hardly any time itself, against
 * what a caller would do who calls the volume directly and wants the same promise.
 */
final class StoreOverhead implements Benchmarks.Comparisons {
  private static final Target LARGE_TARGET = Target.ratio(0.95);
  private static final Target SMALL_TARGET = Target.extraMicros(15);
  private static final int SMALL = 4 << 10;

  /** Trash deletes at once, so that a block can be new over and over. */
  private static final TrashPolicy DELETES = new TrashPolicy(Duration.ZERO, Duration.ZERO);

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    for (Workload workload : Workload.forReading()) {
      Volume volume =
          InMemoryVolume.open(
              new MemoryDevice("memory"), VolumeContext.defaults().withTrashPolicy(DELETES));
      try (BlockStore store = BlockStore.builder().mount(volume).build()) {
        Comparison comparison = new Comparison(pairs, workload);
        DirectCaller caller = new DirectCaller(volume, workload.size());
        compareWritesOfNew(comparison, store, volume, caller);
        workload.forEach(block -> volume.write(block.hash(), block.data()));
        compareReads(comparison, store, volume, caller, workload.size());
        comparison.run(
            "write of a present block",
            block -> caller.writePresent(block.data()),
            block -> store.write(block.data()));
        comparison.run(
            "stat",
            SMALL_TARGET, // of any size: nothing is read
            block -> volume.stat(block.hash()),
            block -> store.stat(block.hash()));
      }
    }
  }

  /** The deletion is the same in both programs. */
  private static void compareWritesOfNew(
      Comparison comparison, BlockStore store, Volume volume, DirectCaller caller)
      throws Exception {
    comparison.run(
        "write of a new block",
        block -> {
          caller.writeNew(block.data());
          delete(volume, block);
        },
        block -> {
          store.write(block.data());
          delete(volume, block);
        });
  }

  private static void delete(Volume volume, Workload.Block block) throws IOException {
    volume.trash(block.hash(), null);
  }

  private static void compareReads(
      Comparison comparison, BlockStore store, Volume volume, DirectCaller caller, int size)
      throws Exception {
    ByteBuffer direct = ByteBuffer.allocateDirect(size);
    BlockSink dropping = new DroppingSink();
    comparison.run(
        "read to a direct buffer",
        block ->
            volume.read(
                block.hash(), BlockSinks.verifying(block.hash(), BlockSinks.into(direct.clear()))),
        block -> store.read(block.hash(), direct.clear()));
    comparison.run(
        "read to a sink",
        block -> caller.readVerifiedFirst(block.hash(), dropping),
        block -> store.read(block.hash(), dropping));
    comparison.run(
        "read to a sink, by the last byte",
        block -> volume.read(block.hash(), BlockSinks.verifying(block.hash(), dropping)),
        block -> store.read(block.hash(), dropping));
  }

  private record Comparison(PairedBenchmark pairs, Workload workload) {
    void run(String what, Workload.Step baseline, Workload.Step ours) throws Exception {
      run(what, workload.size() == SMALL ? SMALL_TARGET : LARGE_TARGET, baseline, ours);
    }

    void run(String what, Target target, Workload.Step baseline, Workload.Step ours)
        throws Exception {
      pairs.compare(
          "store " + what + ", " + workload.label(),
          workload.operations(),
          target,
          () -> workload.forEach(baseline),
          () -> workload.forEach(ours));
    }
  }
}
