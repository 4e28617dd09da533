// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.WR_1;
import static org.keepvolume.testkit.Clause.WR_12;
import static org.keepvolume.testkit.Clause.WR_4;
import static org.keepvolume.testkit.Clause.WR_6;
import static org.keepvolume.testkit.Clause.WR_7;
import static org.keepvolume.testkit.Clause.WR_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.TrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;
import org.keepvolume.testkit.Verifies;

/** One writer on a sound device: WR-1, WR-4, WR-6 to WR-8 and WR-12. */
public abstract class WriteClauses extends WriteGroup {
  /** Small, since reading at the sizes where implementations differ is RD-1's. */
  private static final int PLAIN = 1000;

  @Test
  @Verifies(WR_1)
  void everyByteWrittenIsStored() throws Exception {
    for (int size : TestBlocks.SIZES) {
      if (size > 1) { // the others are RD-7's
        TestBlock block = block(size);
        write(volume(), block);
        requireLive(block.hash(), block.bytes());
      }
    }
  }

  @Test
  @Verifies(WR_1)
  void everyVolumeObjectReadsWhatOneWrote() throws Exception {
    Volume openBefore = subject().open(POLICY);
    TestBlock block = block(PLAIN);
    write(volume(), block);
    for (Volume reader : List.of(volume(), openBefore, subject().open(POLICY))) {
      requireFound(reader, block.hash(), block.bytes());
    }
  }

  @Test
  @Verifies(WR_1)
  void missingBlockThatWasLookedForIsFoundOnceWritten() throws Exception {
    TestBlock block = block(PLAIN);
    List<Volume> readers = List.of(volume(), subject().open(POLICY));
    for (Volume reader : readers) {
      try {
        byte[] content = read(reader, block.hash());
        see(false, "a read of a missing block delivered %s bytes", content.length);
      } catch (VolumeException e) {
        // It is missing so far.
      }
    }
    write(volume(), block);
    for (Volume reader : readers) {
      requireFound(reader, block.hash(), block.bytes());
    }
  }

  @Test
  @Verifies(WR_1)
  void bufferMayBeUsedForOtherBytesAfterTheWrite() throws Exception {
    for (int size : List.of(PLAIN, SEVERAL_SLICES)) {
      for (boolean direct : List.of(false, true)) {
        TestBlock block = block(size);
        ByteBuffer data = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        write(volume(), "write", block.hash(), data.duplicate().put(block.bytes()).flip());
        var unused = data.put(block.damagedAt(0));
        requireFound(volume(), block.hash(), block.bytes());
      }
    }
  }

  @Test
  @Verifies(WR_1)
  void blockReadBeforeItWasReplacedIsReadAnew() throws Exception {
    TestBlock block = block(PLAIN);
    List<Volume> readers = List.of(volume(), subject().open(POLICY));
    raw().put(block.hash(), block.damagedAt(0));
    for (Volume reader : readers) {
      requireFound(reader, block.hash(), block.damagedAt(0));
    }
    write(volume(), block);
    Optional<byte[]> stored = raw().content(block.hash());
    see(stored.isPresent(), "after a write of %s the device does not hold it", block);
    for (Volume reader : readers) {
      requireFound(reader, block.hash(), stored.get()); // whether it is the new one is WR-4's
    }
  }

  private void requireFound(Volume reader, BlockHash hash, byte[] expected) throws Exception {
    try {
      requireContent(reader, hash, expected);
    } catch (VolumeException e) {
      throw new Seen("a read of the stored block " + hash + " threw " + e, e);
    }
  }

  @Test
  @Verifies(WR_4)
  void rewritingRefreshesMtime() throws Exception {
    requireStampsOfTheClock();
    for (Duration age : List.of(Duration.ofMinutes(5), Duration.ofHours(5))) {
      TestBlock block = stored(PLAIN);
      letPass(age);
      Instant start = now();
      write(volume(), block);
      Instant mtime = volume().stat(block.hash()).mtime();
      see(
          !mtime.isBefore(start.minusSeconds(1)),
          "a block %s old was written again at %s, and its mtime is %s",
          age,
          start,
          mtime);
    }
  }

  @Test
  @Verifies(WR_4)
  void rewritingRepairsADamagedBlock() throws Exception {
    TestBlock block = block(20_000);
    for (byte[] damaged :
        List.of(
            block.damagedAt(0),
            block.damagedAt(10_000),
            block.damagedAt(19_999),
            block.first(19_999),
            block.first(0),
            new byte[20_000],
            Arrays.copyOf(block.bytes(), 20_001))) {
      raw().put(block.hash(), damaged);
      write(volume(), block);
      requireLive(block.hash(), block.bytes());
    }
  }

  @Test
  @Verifies(WR_4)
  void rewritingRepairsDamageAnywhereInALongBlock() throws Exception {
    TestBlock block = block(SEVERAL_SLICES);
    for (int offset : List.of(1 << 16, 1 << 20, SEVERAL_SLICES / 2, SEVERAL_SLICES - 1)) {
      raw().put(block.hash(), block.damagedAt(offset));
      write(volume(), block);
      requireLive(block.hash(), block.bytes());
    }
  }

  @Test
  @Verifies(WR_6)
  void collidingBlockReplacesTheWholeOrIsRefused() throws Exception {
    TestBlock one = TestBlocks.collisionPair().get(0);
    TestBlock other = TestBlocks.collisionPair().get(1);
    requireReplacedOrRefused(stored(one), other);
    requireReplacedOrRefused(stored(other), one);
  }

  @Test
  @Verifies(WR_6)
  void longCollidingBlockReplacesTheWholeOrIsRefused() throws Exception {
    // MD5 goes on from equal states: what is appended to both leaves their hashes equal.
    TestBlock end = block(SEVERAL_SLICES);
    TestBlock one = joined(TestBlocks.collisionPair().get(0), end);
    requireReplacedOrRefused(stored(one), joined(TestBlocks.collisionPair().get(1), end));
  }

  private static TestBlock joined(TestBlock start, TestBlock end) {
    ByteBuffer both = ByteBuffer.allocate(start.size() + end.size());
    return TestBlock.of(both.put(start.bytes()).put(end.bytes()).array());
  }

  private void requireReplacedOrRefused(TestBlock old, TestBlock other) throws Exception {
    String answer = "returned";
    try {
      volume().write(other.hash(), other.buffer());
    } catch (VolumeException e) {
      answer = "threw " + e;
    } catch (RuntimeException e) {
      throw new Seen("write of other bytes with the hash of a stored block threw " + e, e);
    }
    byte[] expected = answer.equals("returned") ? other.bytes() : old.bytes();
    Optional<byte[]> content = raw().content(other.hash());
    see(
        content.isPresent() && Arrays.equals(content.get(), expected),
        "write of other bytes with the hash of the stored block %s %s, and the device holds %s",
        old,
        answer,
        content.isEmpty()
            ? "nothing"
            : Arrays.equals(content.get(), old.bytes())
                ? "the old ones"
                : Arrays.equals(content.get(), other.bytes()) ? "the new ones" : "neither of them");
  }

  @Test
  @Verifies(WR_7)
  void buffersOfEveryKindAreStoredAndLeftUnchanged() throws Exception {
    for (int size : List.of(PLAIN, (1 << 20) + 77)) {
      for (SourceBuffer.Kind kind : SourceBuffer.Kind.values()) {
        TestBlock block = block(size);
        SourceBuffer source = SourceBuffer.of(kind, block);
        write(volume(), "write from " + kind.text(), block.hash(), source.buffer());
        requireUnchanged(source);
        Optional<byte[]> content = raw().content(block.hash());
        see(
            content.isPresent() && Arrays.equals(content.get(), block.bytes()),
            "a write of %s bytes from %s stored other bytes",
            size,
            kind.text());
      }
    }
  }

  @Test
  @Verifies(WR_7)
  void bufferIsLeftUnchangedByAWriteThatFails() throws Exception {
    TestBlock block = block(PLAIN);
    SourceBuffer source = SourceBuffer.of(SourceBuffer.Kind.DIRECT_PART, block);
    Thread.currentThread().interrupt();
    try {
      volume().write(block.hash(), source.buffer());
    } catch (VolumeException e) {
      // What it throws is CX-1's.
    } finally {
      var unused = Thread.interrupted();
    }
    requireUnchanged(source);
  }

  private static void requireUnchanged(SourceBuffer source) {
    Optional<String> change = source.change();
    see(change.isEmpty(), "after a write from %s %s", source.kind().text(), change.orElse(""));
  }

  @Test
  @Verifies(WR_8)
  void writingATrashedBlockMakesItLiveForGood() throws Exception {
    requireWrite();
    TestBlock block = trashedBlock(PLAIN);
    requireLiveAfterWrite(block);
    sweepEverything();
    requireNotSwept(block);
  }

  @Test
  @Verifies(WR_8)
  void writingABlockTrashedTwiceMakesItLiveForGood() throws Exception {
    requireWrite();
    TestBlock block = trashedBlock(PLAIN);
    requireLiveAfterWrite(block);
    letPass(enoughToTrash());
    TrashOutcome outcome = volume().trash(block.hash(), null);
    see(outcome == TrashOutcome.TRASHED, "trash of a block written anew gave %s", outcome);
    requireLiveAfterWrite(block);
    sweepEverything();
    requireNotSwept(block);
  }

  private void requireWrite() {
    if (!has(Capability.WRITE)) {
      throw new NotApplicable("the volume takes no writes");
    }
  }

  private void requireLiveAfterWrite(TestBlock block) throws Exception {
    letPass(Duration.ofMinutes(1)); // a write at the very moment of the trash is TR-7's
    write(volume(), block);
    try {
      requireContent(volume(), block);
    } catch (VolumeException e) {
      throw new Seen("the trashed block " + block + " was written, and reading it threw " + e, e);
    }
  }

  private void sweepEverything() throws Exception {
    letPass(LIFETIME.plusHours(1));
    var unused = volume().emptyTrash();
  }

  private void requireNotSwept(TestBlock block) throws Exception {
    Optional<byte[]> content = raw().content(block.hash());
    see(content.isPresent(), "a sweep removed the live block %s, trashed and then written", block);
    see(Arrays.equals(content.get(), block.bytes()), "a sweep changed the live block %s", block);
  }

  @Test
  @Verifies(WR_12)
  void bytesOfAnotherHashAreRefusedOrStored() throws Exception {
    for (int size : List.of(PLAIN, SEVERAL_SLICES)) {
      TestBlock block = block(size);
      byte[] wrong = block.damagedAt(0);
      Optional<byte[]> expected = Optional.of(wrong);
      String answer = "returned";
      try {
        volume().write(block.hash(), ByteBuffer.wrap(wrong));
      } catch (BlockCorruptException e) {
        expected = Optional.empty();
        answer = "threw BlockCorruptException";
      } catch (VolumeException | RuntimeException e) {
        throw new Seen("write of bytes with another MD5 than the hash threw " + e, e);
      }
      Optional<byte[]> content = raw().content(block.hash());
      see(
          content.isPresent() == expected.isPresent()
              && Arrays.equals(content.orElse(null), expected.orElse(null)),
          "write of %s bytes with another MD5 than the hash %s, and the device holds %s",
          size,
          answer,
          content.isPresent() ? content.get().length + " bytes" : "nothing");
    }
  }
}
