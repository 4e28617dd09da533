// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  @DisplayName("a write whose own sync succeeds fails if another one's failed after its rename")
  void aFailedSyncOfAnotherWriteCounts() throws Exception {
    AtomicInteger syncs = new AtomicInteger();
    PosixVolume[] volume = new PosixVolume[1];
    FutureTask<VolumeFailureException> other =
        new FutureTask<>(
            () -> assertThrows(VolumeFailureException.class, () -> write(volume[0], TWO)));
    volume[0] =
        open(
            directory -> {
              if (directory.endsWith("abc") && syncs.incrementAndGet() == 1) {
                new Thread(other, "other writer").start();
                try {
                  assertEquals("Input/output error", other.get().getCause().getMessage());
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              } else if (directory.endsWith("abc") && syncs.get() == 2) {
                throw new IOException("Input/output error");
              }
            });
    try (PosixVolume closed = volume[0]) {
      VolumeFailureException e =
          assertThrows(VolumeFailureException.class, () -> write(closed, ONE));
      assertTrue(e.getMessage().contains("another sync of it failed meanwhile"), e.getMessage());
      write(closed, ONE);
      write(closed, TWO);
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
