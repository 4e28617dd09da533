// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashOutcome;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.posix.PosixVolume;

/**
 * Writes, rewrites, touches, trashes, untrashes and sweeps from several threads, each operation
 * marked by system calls when it begins and once it has done what it says, see {@link
 * Acknowledgement}.
 */
final class MarkedTraffic {
  /** How the threads go about it. */
  enum Style {
    /** On the same blocks; all must go well. */
    TOGETHER,

    /**
     * Each thread in directories of its own, so that a failed sync is nobody else's; failures are
     * no acknowledgements.
     */
    APART
  }

  private static final int OPERATIONS = 50;
  private static final int SWEEPS_EVERY = 20;

  private final Path root;
  private final PosixVolume volume;
  private final Style style;
  private final AtomicInteger threads = new AtomicInteger();

  MarkedTraffic(Path root, PosixVolume volume, Style style) {
    this.root = root;
    this.volume = volume;
    this.style = style;
  }

  void run(long seed) throws Exception {
    Traffic.inThreads(seed, this::work);
  }

  private void work(SplittableRandom random) throws IOException {
    int thread = threads.getAndIncrement();
    for (int i = 0; i < OPERATIONS; i++) {
      TestBlock block = style == Style.TOGETHER ? Traffic.block(random) : own(thread, random);
      marked("write", block, () -> write(block));
      if (random.nextInt(3) == 0) {
        marked("touch", block, () -> touch(block));
      }
      if (random.nextInt(3) == 0) {
        marked("trash", block, () -> volume.trash(block.hash(), null) == TrashOutcome.TRASHED);
        if (random.nextInt(4) != 0) {
          marked("untrash", block, () -> volume.untrash(block.hash()) == UntrashOutcome.RESTORED);
        }
      }
      if (i % SWEEPS_EVERY == 0) {
        marked("sweep", block, this::sweep);
      }
    }
  }

  /** Returns a small block in a directory of the thread's. */
  private static TestBlock own(int thread, SplittableRandom random) {
    while (true) {
      TestBlock block = new TestBlock(random.nextInt(60), 5000);
      if (Integer.parseInt(block.prefix(), 16) % Traffic.THREADS == thread) {
        return block;
      }
    }
  }

  private boolean write(TestBlock block) throws IOException {
    volume.write(block.hash(), ByteBuffer.wrap(block.content()));
    return true;
  }

  private boolean touch(TestBlock block) throws IOException {
    volume.touch(block.hash());
    return true;
  }

  private boolean sweep() throws IOException {
    var unused = volume.emptyTrash();
    return true;
  }

  private interface Operation {
    /** Returns whether it has done something. */
    boolean run() throws IOException;
  }

  private void marked(String kind, TestBlock block, Operation operation) throws IOException {
    mark("begin", kind, block);
    try {
      if (operation.run()) {
        mark("ack", kind, block);
      }
    } catch (BlockNotFoundException e) {
      // Another thread has trashed it.
      return;
    } catch (VolumeFailureException e) {
      if (style == Style.TOGETHER) {
        throw e;
      }
    }
  }

  private void mark(String what, String kind, TestBlock block) throws IOException {
    if (Files.exists(root.resolve(what + "-" + kind + "-" + block.hash()))) {
      throw new IOException("a mark is no file");
    }
  }
}
