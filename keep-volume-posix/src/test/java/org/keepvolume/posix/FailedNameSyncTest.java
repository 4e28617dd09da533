// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/**
 * WR-10: a sync of names that fails speaks for every name changed before it, whoever changed it.
 */
class FailedNameSyncTest {
  private static final BlockHash ONE = SampleData.hash("abc1");
  private static final BlockHash TWO = SampleData.hash("abc2");
  private static final BlockHash ELSEWHERE = SampleData.hash("def");
  private static final BlockHash NEW = SampleData.hash("012");

  @TempDir Path root;

  /** What happens at a sync of names. */
  private interface AtSync {
    void of(Path directory) throws IOException;
  }

  private PosixVolume open(AtSync atSync) throws VolumeException {
    Mechanics mechanics =
        new Mechanics() {
          @Override
          Syncs syncs(Durability durability) {
            return new Syncs() {
              @Override
              void names(Path directory) throws IOException {
                atSync.of(directory);
                super.names(directory);
              }
            };
          }
        };
    return PosixVolume.open(root, PosixOptions.defaults(), VolumeContext.defaults(), mechanics);
  }

  private static void write(PosixVolume volume, BlockHash hash) throws VolumeException {
    volume.write(hash, ByteBuffer.wrap(new byte[10]));
  }

  @Test
  @DisplayName("a sync does not succeed while one that has failed is not yet known of")
  void aFailedSyncCountsBeforeAnotherOneBegins() throws Exception {
    AtomicInteger inSync = new AtomicInteger();
    CountDownLatch failing = new CountDownLatch(1);
    CountDownLatch otherRenamed = new CountDownLatch(1);
    try (PosixVolume volume =
        open(
            directory -> {
              if (!directory.endsWith("abc")) {
                return;
              }
              assertEquals(0, inSync.getAndIncrement(), "two syncs of one directory at once");
              if (failing.getCount() > 0) {
                failing.countDown();
                Uninterruptibles.awaitUninterruptibly(otherRenamed);
                int unused = inSync.decrementAndGet();
                throw new IOException("Input/output error");
              }
              int unused = inSync.decrementAndGet();
            })) {
      FutureTask<VolumeFailureException> first =
          new FutureTask<>(
              () -> assertThrows(VolumeFailureException.class, () -> write(volume, ONE)));
      new Thread(first, "first writer").start();
      failing.await();
      FutureTask<VolumeFailureException> second =
          new FutureTask<>(
              () -> assertThrows(VolumeFailureException.class, () -> write(volume, TWO)));
      new Thread(second, "second writer").start();
      while (!Files.exists(root.resolve("abc").resolve(TWO.toString()))) {
        Thread.onSpinWait();
      }
      otherRenamed.countDown();
      assertEquals("Input/output error", first.get().getCause().getMessage());
      String message = second.get().getMessage();
      assertTrue(message.contains("another sync there failed meanwhile"), message);
    }
  }

  @Test
  @DisplayName("after a failed sync of the root no directory is trusted that was there already")
  void aFailedSyncOfTheRootCountsForAllDirectories() throws Exception {
    Files.createDirectory(root.resolve("def"));
    AtomicInteger syncs = new AtomicInteger();
    try (PosixVolume volume =
        open(
            directory -> {
              if (directory.equals(root.toRealPath()) && syncs.incrementAndGet() == 1) {
                throw new IOException("Input/output error");
              }
            })) {
      assertThrows(VolumeFailureException.class, () -> write(volume, ONE));
      VolumeFailureException e =
          assertThrows(VolumeFailureException.class, () -> write(volume, ELSEWHERE));
      assertTrue(e.getMessage().contains("its name may be lost"), e.getMessage());
      write(volume, NEW);
      write(volume, ONE);
    }
  }

  @Test
  void aRootThatCannotBeOpenedForItsSyncIsTriedAgain() throws Exception {
    Files.createDirectory(root.resolve("def"));
    AtomicInteger syncs = new AtomicInteger();
    try (PosixVolume volume =
        open(
            directory -> {
              if (syncs.incrementAndGet() <= 2) {
                throw new FileSystemException(directory.toString(), null, "Too many open files");
              }
            })) {
      assertThrows(VolumeUnavailableException.class, () -> write(volume, ONE));
      assertThrows(VolumeUnavailableException.class, () -> write(volume, ELSEWHERE));
      write(volume, ELSEWHERE);
      write(volume, ONE);
    }
  }
}
