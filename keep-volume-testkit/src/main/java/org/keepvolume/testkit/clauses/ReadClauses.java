// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.Volume.MAX_BLOCK_SIZE;
import static org.keepvolume.testkit.Clause.RD_1;
import static org.keepvolume.testkit.Clause.RD_10;
import static org.keepvolume.testkit.Clause.RD_11;
import static org.keepvolume.testkit.Clause.RD_12;
import static org.keepvolume.testkit.Clause.RD_2;
import static org.keepvolume.testkit.Clause.RD_3;
import static org.keepvolume.testkit.Clause.RD_4;
import static org.keepvolume.testkit.Clause.RD_5;
import static org.keepvolume.testkit.Clause.RD_6;
import static org.keepvolume.testkit.Clause.RD_8;
import static org.keepvolume.testkit.Clause.RD_9;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.RawAccess.SpecialObject;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;
import org.keepvolume.testkit.Verifies;

/** Reading: RD-1 to RD-12, without the sizes of RD-7. */
public abstract class ReadClauses extends ClauseGroup {
  private static final int SEVERAL_SLICES = (3 << 20) + 5;

  // One too many, one that is negative as an int, and one that is 10 as an int.
  private static final List<Long> OVERSIZED =
      List.of(MAX_BLOCK_SIZE + 1L, 3L << 30, (1L << 32) + 10);

  @Test
  @Verifies(RD_1)
  void readDeliversExactlyTheBytesStored() throws Exception {
    for (int size : TestBlocks.SIZES) {
      if (size > 1) { // smaller ones are RD-7
        requireContent(volume(), stored(size));
      }
    }
  }

  @Test
  @Verifies(RD_1)
  void readDeliversTheBytesThatReplacedOthers() throws Exception {
    for (TestBlock block : TestBlocks.collisionPair()) { // intact, of one size and one time
      requireContent(volume(), stored(block));
    }
  }

  @Test
  @Verifies(RD_2)
  void missingBlockIsNotFoundAndNotBegun() throws Exception {
    BlockHash missing = block(100).hash();
    requireNotFound(missing, "on an empty device");
    stored(100);
    requireNotFound(missing, "beside another block");
    // A neighbour that only the last digit tells apart.
    byte[] neighbour = missing.toBytes();
    neighbour[BlockHash.BYTES - 1] ^= 1;
    raw().put(BlockHash.fromBytes(neighbour), new byte[100]);
    requireNotFound(missing, "beside one whose name begins alike");
  }

  private void requireNotFound(BlockHash missing, String where) {
    for (RecordingSink sink : List.of(RecordingSink.sequential(), RecordingSink.parallelCalls())) {
      var notFound =
          requireThrown(
              BlockNotFoundException.class,
              "read of a missing block " + where,
              () -> volume().read(missing, sink));
      see(sink.begins() == 0, "begin was called for a missing block %s", where);
      see(sink.writes() == 0, "bytes were written of a missing block %s", where);
      see(
          notFound.hash().equals(Optional.of(missing)) && notFound.operation() == Operation.READ,
          "the exception does not name operation and block: %s",
          notFound);
    }
  }

  @Test
  @Verifies(RD_3)
  void everySinkGetsEveryOffsetOnce() throws Exception {
    for (int size : List.of(2, SEVERAL_SLICES)) {
      TestBlock block = stored(size);
      for (RecordingSink sink :
          List.of(
              RecordingSink.sequential(), RecordingSink.parallelCalls(), RecordingSink.lending())) {
        int returned = volume().read(block.hash(), sink);
        sink.readEnded();
        see(sink.mistakes().isEmpty(), "a read of %s bytes: %s", size, sink.mistakes());
        see(sink.begins() == 1, "begin was called %s times", sink.begins());
        see(
            returned == size && sink.complete(),
            "of %s bytes %s were delivered, and %s returned",
            size,
            sink.complete() ? "all" : "not all",
            returned);
      }
    }
  }

  @Test
  @Verifies(RD_3)
  void whatTheSinkConsumesOfAPartDoesNotMatter() throws Exception {
    TestBlock block = stored(SEVERAL_SLICES);
    RecordingSink sink = RecordingSink.sequential();
    int unused = volume().read(block.hash(), new PartlyTakingSink(sink));
    see(
        sink.mistakes().isEmpty() && sink.complete(),
        "a read of %s into a sink that consumes half of each part: %s",
        block,
        sink.mistakes());
  }

  @Test
  @Verifies(RD_3)
  void blockThatVanishesAfterTheFirstByteIsNotMissing() throws Exception {
    changeWhileRead(block -> raw().remove(block.hash()));
  }

  @Test
  @Verifies(RD_3)
  void blockThatShrinksAfterTheFirstByteIsNotCutOff() throws Exception {
    changeWhileRead(block -> raw().put(block.hash(), block.first(SEVERAL_SLICES / 2)));
  }

  @Test
  @Verifies(RD_3)
  void blockThatGrowsAfterTheFirstByteIsNotMixed() throws Exception {
    changeWhileRead(block -> raw().put(block.hash(), Arrays.copyOf(new byte[1], 2 * block.size())));
  }

  @Test
  @Verifies(RD_3)
  void blockThatIsReplacedAfterTheFirstByteIsNotMixed() throws Exception {
    changeWhileRead(
        block -> {
          byte[] other = block.bytes().clone();
          for (int i = 0; i < other.length; i++) {
            other[i] ^= -1;
          }
          raw().put(block.hash(), other);
        });
  }

  private interface Change {
    void of(TestBlock block) throws Exception;
  }

  private void changeWhileRead(Change change) throws Exception {
    changeWhileRead(change, RecordingSink.sequential());
    changeWhileRead(change, RecordingSink.parallelCalls());
  }

  private void changeWhileRead(Change change, RecordingSink sink) throws Exception {
    TestBlock block = stored(SEVERAL_SLICES);
    var unusedSink =
        sink.onFirstWrite(
            () -> {
              try {
                change.of(block);
              } catch (Exception e) {
                throw new IOException("the test could not change the block", e);
              }
            });
    try {
      int unused = volume().read(block.hash(), sink);
      see(sink.complete(), "a read of a block that changed returned before all of it was written");
      see(
          Arrays.equals(sink.content(), block.bytes()),
          "a read of a block that changed delivered other bytes than those it began with");
    } catch (VolumeUnavailableException e) {
      // Allowed: what came so far is not the block, and the caller knows.
    } catch (IOException e) {
      throw new Seen("a block changed while it was read: " + e, e);
    }
    see(sink.begins() == 1, "begin was called %s times", sink.begins());
    see(sink.mistakes().isEmpty(), "a block changed while it was read: %s", sink.mistakes());
  }

  @Test
  @Verifies(RD_4)
  void whatTheSinkThrowsComesBackAsTheSameInstance() throws Exception {
    TestBlock block = stored(SEVERAL_SLICES);
    for (Throwable thrown :
        List.of(
            new IOException("the sink is full"),
            new NoSuchFileException("of the sink"),
            new InterruptedIOException("of the sink"),
            new UncheckedIOException(new IOException("of the sink")),
            new IllegalStateException("the sink is closed"),
            new AssertionError("the sink is wrong"),
            new BlockNotFoundException(Operation.READ, block.hash(), null, "of the sink", null),
            new VolumeUnavailableException(
                Operation.READ, block.hash(), null, "of the sink", null, null))) {
      requireSame(thrown, block, RecordingSink.sequential().onBegin(() -> raise(thrown)));
      requireSame(thrown, block, RecordingSink.sequential().onFirstWrite(() -> raise(thrown)));
      requireSame(thrown, block, RecordingSink.parallelCalls().onFirstWrite(() -> raise(thrown)));
    }
  }

  private void requireSame(Throwable thrown, TestBlock block, RecordingSink sink) throws Exception {
    try {
      int unused = volume().read(block.hash(), sink);
    } catch (Throwable e) {
      see(e == thrown, "the sink threw %s, and the read %s", thrown, e);
      see(sink.begins() == 1, "after the sink threw %s, begin was called again", thrown);
      see(
          sink.parallel() || sink.writes() <= 1,
          "after the sink threw %s, %s more parts were written",
          thrown,
          sink.writes() - 1);
      return;
    }
    see(false, "the sink threw %s, and the read returned", thrown);
  }

  static void raise(Throwable thrown) throws IOException {
    if (thrown instanceof IOException e) {
      throw e;
    }
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    throw (Error) thrown;
  }

  @Test
  @Verifies(RD_5)
  void sinkIsLeftAloneOnceTheReadHasEnded() throws Exception {
    TestBlock block = stored(SEVERAL_SLICES);
    Volume volume = volume();
    RecordingSink whole = RecordingSink.parallelCalls();
    int unused = volume.read(block.hash(), whole);
    whole.readEnded();
    RecordingSink failing =
        RecordingSink.parallelCalls()
            .onFirstWrite(
                () -> {
                  throw new IOException("enough");
                });
    try {
      int unusedSize = volume.read(block.hash(), failing);
      failing.readEnded(); // which RD-4 says is wrong
    } catch (IOException e) {
      failing.readEnded();
    }
    // What still runs for these reads has ended when the volume's threads have.
    subject().closeVolumesAndAwaitTheirThreads();
    for (RecordingSink sink : List.of(whole, failing)) {
      see(sink.late().isEmpty(), "once a read of %s had ended: %s", block, sink.late());
    }
  }

  @Test
  @Verifies(RD_6)
  void trashedBlockReadsAsMissing() throws Exception {
    TestBlock block = trashedBlock(1000);
    RecordingSink sink = RecordingSink.sequential();
    var unused =
        requireThrown(
            BlockNotFoundException.class,
            "read of a trashed block",
            () -> volume().read(block.hash(), sink));
    see(sink.begins() == 0, "begin was called for a trashed block");
    see(sink.writes() == 0, "bytes were written of a trashed block");
  }

  @Test
  @Verifies(RD_8)
  void oversizedObjectIsRefusedUnreadAndShownWithItsSize() throws Exception {
    TestBlock block = block(10);
    for (long size : OVERSIZED) {
      if (!raw().putOversized(block.hash(), size)) {
        throw new NotApplicable("the fixture's device holds no object larger than a block");
      }
      RecordingSink sink = RecordingSink.sequential();
      var unused =
          requireThrown(
              BlockTooLargeException.class,
              "read of an object of " + size + " bytes",
              () -> volume().read(block.hash(), sink));
      see(sink.begins() == 0, "begin was called for an object of %s bytes", size);
      BlockInfo info = volume().stat(block.hash());
      see(info.size() == size, "stat says %s of an object of %s bytes", info.size(), size);
      List<BlockInfo> listed = list(volume(), BlockPrefix.ALL);
      see(
          listed.size() == 1 && listed.get(0).size() == size,
          "index lists %s for an object of %s bytes",
          listed,
          size);
    }
  }

  private interface Damage {
    byte[] of(TestBlock block);
  }

  private static final List<Damage> DAMAGES =
      List.of(
          block -> block.damagedAt(0),
          block -> block.damagedAt(10_000),
          block -> block.damagedAt(19_999),
          block -> block.first(19_999),
          block -> block.first(0),
          block -> new byte[block.size()],
          block -> Arrays.copyOf(block.bytes(), block.size() + 1));

  @Test
  @Verifies(RD_9)
  void damagedBlockIsDeliveredAsItIs() throws Exception {
    for (Damage damage : DAMAGES) {
      TestBlock block = block(20_000);
      byte[] damaged = damage.of(block);
      raw().put(block.hash(), damaged);
      requireContent(volume(), block.hash(), damaged);
      long size = volume().stat(block.hash()).size();
      see(size == damaged.length, "stat says %s of %s bytes stored", size, damaged.length);
    }
  }

  @Test
  @Verifies(RD_10)
  void readingDoesNotChangeMtime() throws Exception {
    TestBlock block = stored(1000);
    Instant before = volume().stat(block.hash()).mtime();
    letPass(Duration.ofMinutes(5));
    requireContent(volume(), block);
    Instant after = volume().stat(block.hash()).mtime();
    see(after.equals(before), "mtime was %s before the read and %s after it", before, after);
  }

  @Test
  @Verifies(RD_11)
  void whatIsNoPlainObjectIsAFailureThatNamesIt() throws Exception {
    List<SpecialObject> objects = raw().specialObjects();
    if (objects.isEmpty()) {
      throw new NotApplicable("the fixture's device holds nothing but plain objects under a name");
    }
    TestBlock plain = stored(10);
    for (SpecialObject object : objects) {
      TestBlock block = block(10);
      object.place().under(block.hash());
      var calls = new LinkedHashMap<>(Operations.onBlock(this, volume(), block));
      boolean replaced = object.replacedByWrite() && calls.remove("write") != null;
      for (var call : calls.entrySet()) {
        String what = call.getKey() + " with a " + object.kind() + " under the name";
        var outcome = inBackground(what, call.getValue()::result).await(RD_11);
        see(
            outcome.thrown() instanceof VolumeFailureException e
                && e.getMessage().contains(object.kind()),
            "%s gave %s in place of a VolumeFailureException that names the %s",
            what,
            outcome,
            object.kind());
      }
      if (replaced && has(Capability.WRITE)) {
        volume().write(block.hash(), block.buffer());
        requireContent(volume(), block);
        raw().remove(block.hash());
        object.place().under(block.hash());
      }
    }
    List<BlockInfo> listed = list(volume(), BlockPrefix.ALL);
    see(
        listed.size() == 1 && listed.get(0).hash().equals(plain.hash()),
        "beside things that are no plain objects one block is stored, and the index lists %s",
        listed);
  }

  @Test
  @Verifies(RD_12)
  void sequentialSinkSeesOneThreadInAscendingOrder() throws Exception {
    TestBlock block = stored(TestBlock.of(new byte[(17 << 20) + 1]));
    RecordingSink sink = RecordingSink.sequential();
    int unused = volume().read(block.hash(), sink);
    sink.readEnded();
    see(sink.mistakes().isEmpty(), "a sink that is not parallel saw: %s", sink.mistakes());
  }
}
