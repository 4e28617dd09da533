// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.WR_2;
import static org.keepvolume.testkit.Clause.WR_5;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.RecordingSink;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.Verifies;

/** Readers and writers beside a writer: WR-2 and WR-5. */
public abstract class WriteRaceClauses extends WriteGroup {
  private static final int WRITERS = 4;

  /** Long enough to be read in several parts. */
  private static final int LONG = (3 << 20) + 1;

  @Test
  @Verifies(WR_2)
  void readerInTheMiddleOfAWriteSeesOneBlockWhole() throws Exception {
    TestBlock block = block(TWO_SLICES);
    for (int round = 0; round < subject().rounds(4); round++) {
      Volume reading = subject().open(POLICY);
      for (Optional<byte[]> old : previous(block)) {
        prepare(block, old);
        letPass(Duration.ofMinutes(1)); // one object replaced by another of one time is RD-3's
        writeBesideReaders(reading, block, old, 1 + round % 2);
      }
    }
  }

  private void writeBesideReaders(Volume reading, TestBlock block, Optional<byte[]> old, int look)
      throws Exception {
    AtomicReference<Background<String>> inTheMiddle = new AtomicReference<>();
    AtomicBoolean written = new AtomicBoolean();
    CountDownLatch reads = new CountDownLatch(1);
    Background<String> readers =
        inBackground(
            "reads beside a write",
            () -> {
              try {
                do {
                  readOneOf(reading, block, old);
                  reads.countDown();
                } while (!written.get());
              } finally {
                reads.countDown();
              }
              return "done";
            });
    try {
      reads.await();
      onLook(
          look,
          () -> {
            inTheMiddle.set(
                inBackground(
                    "a read in the middle of a write",
                    () -> {
                      readOneOf(reading, block, old);
                      return "done";
                    }));
            // It may have to wait for the write.
            boolean unused = inTheMiddle.get().awaitEndedOrWaiting();
          });
      write(volume(), block);
    } finally {
      written.set(true);
      var unused = subject().clock().cancelAction();
    }
    String unused = readers.await(WR_2).get();
    if (inTheMiddle.get() != null) {
      unused = inTheMiddle.get().await(WR_2).get();
    }
  }

  @Test
  @Verifies(WR_2)
  void roomOfAReplacedBlockIsNotGivenAwayWhileItIsRead() throws Exception {
    TestBlock block = stored(LONG);
    Volume writing = volume();
    AtomicReference<Background<String>> writes = new AtomicReference<>();
    RecordingSink sink =
        RecordingSink.sequential()
            .onFirstWrite(
                () -> {
                  writes.set(
                      inBackground(
                          "writes while a block is read",
                          () -> {
                            write(writing, block);
                            for (int other = 0; other < 3; other++) {
                              write(writing, block(LONG));
                            }
                            return "done";
                          }));
                  // They may have to wait for the read.
                  boolean unused = writes.get().awaitEndedOrWaiting();
                });
    try {
      int unused = subject().open(POLICY).read(block.hash(), sink);
      requireOneOf(sink.content(), block, Optional.empty());
    } catch (VolumeUnavailableException e) {
      // Allowed (RD-3): the reader knows that it has nothing.
    }
    String unused = writes.get().await(WR_2).get();
  }

  private void readOneOf(Volume reading, TestBlock block, Optional<byte[]> old) throws Exception {
    RecordingSink sink = RecordingSink.sequential(); // its mistakes are other clauses'
    try {
      int unused = reading.read(block.hash(), sink);
    } catch (BlockNotFoundException e) {
      see(old.isEmpty(), "a read beside a write of the live block %s threw %s", block, e);
      return;
    } catch (VolumeException e) {
      return; // the reader knows that it has nothing
    }
    requireOneOf(sink.content(), block, old);
  }

  private static void requireOneOf(byte[] content, TestBlock block, Optional<byte[]> old) {
    see(
        Arrays.equals(content, block.bytes())
            || (old.isPresent() && Arrays.equals(content, old.get())),
        "a read beside a write delivered %s bytes that are no whole block: the new one has %s, and %s",
        content.length,
        block.size(),
        old.isPresent() ? "the old one has " + old.get().length : "there was no old one");
  }

  @Test
  @Verifies(WR_2)
  void readThatAWriteOvertakesDeliversOneBlockWhole() throws Exception {
    Volume reading = subject().open(POLICY);
    TestBlock block = block(SEVERAL_SLICES);
    for (byte[] old : otherVersions(block)) {
      raw().put(block.hash(), old);
      letPass(Duration.ofMinutes(1)); // one object replaced by another of one time is RD-3's
      AtomicReference<Background<String>> write = new AtomicReference<>();
      RecordingSink sink =
          RecordingSink.sequential()
              .onFirstWrite(
                  () -> {
                    write.set(writeInBackground("a write in the middle of a read", block));
                    boolean unused = write.get().awaitEndedOrWaiting();
                  });
      boolean delivered = true;
      try {
        int unused = reading.read(block.hash(), sink);
      } catch (BlockNotFoundException e) {
        throw new Seen("a read of " + block + " that a write overtook threw " + e, e);
      } catch (VolumeException e) {
        delivered = false; // the reader knows that what came is not the block
      }
      String unused = write.get().await(WR_2).get();
      if (delivered) {
        requireOneOf(sink.content(), block, Optional.of(old));
      }
    }
  }

  private Background<String> writeInBackground(String what, TestBlock block) {
    return inBackground(
        what,
        () -> {
          write(volume(), block);
          return "success";
        });
  }

  @Test
  @Verifies(WR_5)
  void equalWritesAtTheSameTimeAllSucceed() throws Exception {
    Volume another = subject().open(POLICY);
    for (Volume second : List.of(volume(), another)) {
      for (int round = 0; round < subject().rounds(6); round++) {
        TestBlock block = block(300_000);
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Background<String>> writes = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          Volume writing = i % 2 == 0 ? volume() : second;
          writes.add(
              inBackground(
                  "one of " + WRITERS + " equal writes",
                  () -> {
                    int unused = start.await();
                    write(writing, block);
                    return "success";
                  }));
        }
        for (Background<String> write : writes) {
          String unused = write.await(WR_5).get();
        }
        requireLive(block.hash(), block.bytes());
      }
    }
  }

  @Test
  @Verifies(WR_5)
  void writeInTheMiddleOfAnEqualOneSucceeds() throws Exception {
    for (Volume inner : List.of(volume(), subject().open(POLICY))) {
      for (int look : List.of(1, 2)) {
        TestBlock block = block(300_000);
        writeInside(inner, block, look);
        raw().put(block.hash(), block.damagedAt(0));
        writeInside(inner, block, look);
      }
    }
  }

  private void writeInside(Volume inner, TestBlock block, int look) throws Exception {
    AtomicReference<Background<String>> write = new AtomicReference<>();
    AtomicReference<Optional<byte[]>> then = new AtomicReference<>();
    onLook(
        look,
        () -> {
          write.set(
              inBackground(
                  "a write in the middle of an equal one",
                  () -> {
                    write(inner, block);
                    return "success";
                  }));
          if (write.get().awaitEndedOrWaiting()) {
            then.set(raw().content(block.hash()));
          }
        });
    write(volume(), block);
    var unusedAction = subject().clock().cancelAction();
    if (write.get() != null) {
      String unused = write.get().await(WR_5).get();
    }
    if (then.get() != null) {
      see(
          then.get().isPresent() && Arrays.equals(then.get().get(), block.bytes()),
          "a write in the middle of an equal one returned, and the device held %s",
          then.get().isPresent() ? "other bytes" : "nothing");
    }
    requireLive(block.hash(), block.bytes());
  }
}
