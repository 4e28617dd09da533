// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.Volume.MAX_BLOCK_SIZE;
import static org.keepvolume.testkit.Clause.RD_7;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Capability;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.testkit.Verifies;
import org.opentest4j.TestAbortedException;

/**
 * The smallest and the largest sizes: RD-7.
 *
 * <p>A block of ordinary size goes the same way first. If that fails already, the size is not the
 * reason, and another clause is broken.
 */
public abstract class SizeClauses extends ClauseGroup {
  private static final int ORDINARY = 100;
  private static final int PART = 1 << 20;

  // Hashing takes longer than everything else here.
  static final BlockHash LARGEST = BlockHash.parse("d382e16e9852adf372502e6edbbd1e2e");
  static final BlockHash ONE_LESS = BlockHash.parse("b8cbc424af91aa66149f3ed8076af7be");

  @Test
  @Verifies(RD_7)
  void emptyBlockWorksOnEveryOperation() throws Exception {
    requireAllWorks(0, BlockHash.EMPTY);
  }

  @Test
  @Verifies(RD_7)
  void blockOfOneByteWorksOnEveryOperation() throws Exception {
    requireAllWorks(1, BlockHash.of(content(1)));
  }

  @Test
  @Verifies(RD_7)
  void largestBlockAndOneOfAByteLessWorkOnEveryOperation() throws Exception {
    requireOrdinaryWorks();
    byte[] largest = content(MAX_BLOCK_SIZE);
    useEveryOperation(LARGEST, ByteBuffer.wrap(largest));
    useEveryOperation(ONE_LESS, ByteBuffer.wrap(largest, 0, MAX_BLOCK_SIZE - 1));
  }

  private void requireAllWorks(int size, BlockHash hash) throws Exception {
    requireOrdinaryWorks();
    useEveryOperation(hash, ByteBuffer.wrap(content(size)));
  }

  private void requireOrdinaryWorks() throws Exception {
    byte[] ordinary = content(ORDINARY);
    try {
      useEveryOperation(BlockHash.of(ordinary), ByteBuffer.wrap(ordinary));
    } catch (Seen e) {
      throw new TestAbortedException("not a matter of size, but another clause's: " + e, e);
    }
  }

  /** Returns bytes that are the same for every run; each part of 1 MiB differs from the others. */
  static byte[] content(int size) {
    byte[] content = new byte[size];
    byte[] part = new byte[Math.min(size, PART)];
    new SplittableRandom(PART).nextBytes(part);
    for (int start = 0; start < size; start += PART) {
      int length = Math.min(PART, size - start);
      System.arraycopy(part, 0, content, start, length);
      content[start] = (byte) (start / PART);
    }
    return content;
  }

  private void useEveryOperation(BlockHash hash, ByteBuffer content) throws Exception {
    int size = content.remaining();
    if (has(Capability.WRITE)) {
      doing("write", size, () -> volume().write(hash, content.duplicate()));
    } else {
      byte[] bytes = new byte[size];
      content.duplicate().get(bytes);
      raw().put(hash, bytes);
    }
    requireThere(hash, content);
    if (has(Capability.WRITE)) {
      doing("touch", size, () -> volume().touch(hash));
    }
    doing("status", size, () -> see(volume().status() != null, "gave null"));
    if (has(Capability.TRASH)) {
      requireTrashable(hash, size);
      doing("untrash", size, () -> requireEqual(UntrashOutcome.RESTORED, volume().untrash(hash)));
      requireThere(hash, content);
      requireTrashable(hash, size);
      letPass(LIFETIME.plusSeconds(2));
      doing(
          "a sweep",
          size,
          () -> requireEqual(new TrashSweep(1, size, 0, 0, 0, 0), volume().emptyTrash()));
    } else {
      raw().remove(hash);
    }
  }

  private void requireThere(BlockHash hash, ByteBuffer content) {
    int size = content.remaining();
    doing("stat", size, () -> requireEqual((long) size, volume().stat(hash).size()));
    doing(
        "index",
        size,
        () ->
            requireEqual(
                List.of((long) size),
                list(volume(), BlockPrefix.ALL).stream().map(BlockInfo::size).toList()));
    Compared read = new Compared(content);
    doing("read", size, () -> requireEqual(size, volume().read(hash, read)));
    doing("read", size, () -> requireEqual("the same bytes", read.result()));
  }

  private void requireTrashable(BlockHash hash, int size) {
    letPass(enoughToTrash());
    doing("trash", size, () -> requireEqual(TrashOutcome.TRASHED, volume().trash(hash, null)));
    doing(
        "indexTrash",
        size,
        () -> Listing.indexTrash(volume()).all(BlockPrefix.ALL).require(Map.of(hash, (long) size)));
  }

  private interface Step {
    void take() throws Exception;
  }

  private static void doing(String what, int size, Step step) {
    try {
      step.take();
    } catch (Exception | Seen e) {
      throw new Seen(
          what + " with a block of " + size + " bytes: " + (e instanceof Seen ? e.getMessage() : e),
          e);
    }
  }

  private static void requireEqual(Object expected, Object actual) {
    see(expected.equals(actual), "gave %s in place of %s", actual, expected);
  }

  /** Compares what comes, in any order, with what should come, and keeps none of it. */
  private static final class Compared implements BlockSink {
    private final ByteBuffer expected;
    private final SortedMap<Integer, Integer> parts = new TreeMap<>();
    private String difference = "";

    Compared(ByteBuffer expected) {
      this.expected = expected.slice();
    }

    @Override
    public synchronized void begin(int size) {
      if (size != expected.capacity()) {
        difference = size + " bytes announced";
      }
    }

    @Override
    public synchronized void write(ByteBuffer src, int position) {
      int length = src.remaining();
      if (position > expected.capacity() - length) {
        difference = length + " bytes too many at offset " + position;
      } else if (!expected.slice(position, length).equals(src)) {
        difference = "other bytes between " + position + " and " + (position + length);
      } else {
        int unused = parts.merge(position, position + length, Math::max);
      }
    }

    synchronized String result() {
      int next = 0;
      for (Map.Entry<Integer, Integer> part : parts.entrySet()) {
        if (part.getKey() <= next) { // else there is a gap before it
          next = Math.max(next, part.getValue());
        }
      }
      return next < expected.capacity() && difference.isEmpty()
          ? "nothing at offset " + next
          : difference.isEmpty() ? "the same bytes" : difference;
    }
  }
}
