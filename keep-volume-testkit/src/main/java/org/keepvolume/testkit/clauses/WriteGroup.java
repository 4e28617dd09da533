// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.TestBlock;

/**
 * What the groups about writing have in common: writes that must succeed, and blocks to replace.
 */
abstract class WriteGroup extends ClauseGroup {
  /** Enough for a fault in the middle of a write, and for a second part of most buffers. */
  static final int TWO_SLICES = (1 << 20) + 5;

  static final int SEVERAL_SLICES = (3 << 20) + 5;

  /** Makes a write that must succeed. */
  static void write(Volume volume, TestBlock block) {
    write(volume, "write of " + block, block.hash(), block.buffer());
  }

  static void write(Volume volume, String call, BlockHash hash, ByteBuffer data) {
    try {
      volume.write(hash, data);
    } catch (VolumeException | RuntimeException e) {
      throw new Seen(call + " threw " + e, e);
    }
  }

  /** Acts when the time is asked for as the first, second or later time from now on. */
  final void onLook(int number, KitClock.Action action) {
    subject().clock().onNextLook(number == 1 ? action : () -> onLook(number - 1, action));
  }

  /** Puts other content under a block's name, or nothing. */
  final void prepare(TestBlock block, Optional<byte[]> old) throws Exception {
    if (old.isPresent()) {
      raw().put(block.hash(), old.get());
    } else {
      raw().remove(block.hash());
    }
  }

  /** Returns what may lie there before a write: other versions of the block, or nothing. */
  static List<Optional<byte[]>> previous(TestBlock block) {
    List<Optional<byte[]>> previous = new ArrayList<>();
    otherVersions(block).forEach(version -> previous.add(Optional.of(version)));
    previous.add(Optional.empty());
    return previous;
  }

  /** Returns other contents for a block's name: of the same size, shorter, and longer. */
  static List<byte[]> otherVersions(TestBlock block) {
    byte[] damaged = block.damagedAt(0);
    damaged[damaged.length - 1] ^= 1;
    return List.of(
        damaged, block.first(block.size() / 2), Arrays.copyOf(block.bytes(), block.size() + 100));
  }
}
