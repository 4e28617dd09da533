// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSinks;
import org.keepvolume.Volume;

/**
 * What a device holds of the tests' block, seen behind the store's back.
 *
 * @param live good, damaged, or null for none
 * @param mtime of the live copy
 * @param trashed how many copies are in the trash
 */
record CopyOnDevice(@Nullable Content live, @Nullable Instant mtime, int trashed) {
  static final byte[] BLOCK = "0123456789".getBytes(US_ASCII);
  static final byte[] DAMAGED = "0123456".getBytes(US_ASCII);
  static final BlockHash HASH = BlockHash.of(BLOCK);

  /** Whether bytes are those of the block. */
  enum Content {
    GOOD,
    DAMAGED
  }

  static CopyOnDevice of(Volume device) throws IOException {
    AtomicInteger trashed = new AtomicInteger();
    device.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> trashed.incrementAndGet() > 0);
    try {
      ByteBuffer bytes = ByteBuffer.allocate(2 * BLOCK.length); // damage may make it longer
      int size = device.read(HASH, BlockSinks.into(bytes));
      boolean good = Arrays.equals(Arrays.copyOf(bytes.array(), size), BLOCK);
      Instant mtime = device.stat(HASH).mtime();
      return new CopyOnDevice(good ? Content.GOOD : Content.DAMAGED, mtime, trashed.get());
    } catch (BlockNotFoundException e) {
      return new CopyOnDevice(null, null, trashed.get());
    }
  }

  /** Returns what has happened to this copy if it is another one now; empty if nothing has. */
  String changeTo(CopyOnDevice after) {
    if (equals(after)) {
      return "";
    }
    if (after.live == null) {
      return after.trashed == trashed + 1 ? "trashed" : "lost";
    }
    if (live == null) {
      boolean came = after.trashed == trashed - 1;
      return came ? "restored" : after.live == Content.GOOD ? "written" : "spoilt";
    }
    if (live != after.live) {
      return after.live == Content.GOOD ? "mended" : "spoilt";
    }
    return after.mtime.isAfter(mtime) && after.trashed == trashed ? "touched" : "confused";
  }
}
