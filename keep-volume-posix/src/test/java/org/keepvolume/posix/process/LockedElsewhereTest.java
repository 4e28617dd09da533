// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.CallCancelledException;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.posix.TimeLimits;

/** Locks between processes: waited for, within limits and until an interrupt, and really held. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedElsewhereTest {
  private static final TestBlock BLOCK = new TestBlock(1, 100);
  private static final TestBlock TRASHED = BLOCK.neighbour();
  private static final TestBlock ELSEWHERE = new TestBlock(2, 100);
  private static final TrashPolicy POLICY = new TrashPolicy(Duration.ZERO, Duration.ofHours(1));

  @TempDir Path root;

  private Path lock;
  private PosixVolume volume;

  @BeforeEach
  void openVolumeWithBlocks() throws IOException {
    root = root.toRealPath();
    lock = root.resolve(Listing.LOCK_FILE);
    volume = open(PosixOptions.defaults().withMinFree(0), InstantSource.system());
    for (TestBlock block : List.of(BLOCK, TRASHED, ELSEWHERE)) {
      write(volume, block);
    }
    assertEquals(TrashOutcome.TRASHED, volume.trash(TRASHED.hash(), null));
  }

  @AfterEach
  void closeVolume() throws IOException {
    volume.close();
  }

  @Test
  void changesOfALockedDirectoryEndAsUnavailableAfterTheLimitsAndChangeNothing() throws Exception {
    // No sync comes to these limits.
    PosixOptions impatience =
        PosixOptions.defaults()
            .withDurability(Durability.NONE)
            .withMinFree(0)
            .withLimits(new TimeLimits(Duration.ofMillis(20), Duration.ofMillis(90)));
    try (ChildJvm holder = locking();
        PosixVolume impatient = open(impatience, InstantSource.system())) {
      assertEquals(LockMain.LOCKED, holder.receive());
      List<String> before = Listing.files(root);
      Instant mtime = volume.stat(BLOCK.hash()).mtime();
      for (Executable change :
          List.<Executable>of(
              () -> write(impatient, BLOCK),
              () -> impatient.touch(BLOCK.hash()),
              () -> impatient.trash(BLOCK.hash(), null),
              () -> impatient.untrash(TRASHED.hash()))) {
        VolumeUnavailableException e = assertThrows(VolumeUnavailableException.class, change);
        assertTrue(
            e.getMessage()
                .endsWith(
                    "waited for another process, which has locked "
                        + lock
                        + " longer than the limits allow, PT0.02S without progress and PT0.09S"
                        + " in all"),
            e.getMessage());
      }
      assertEquals(before, Listing.files(root));
      assertEquals(mtime, volume.stat(BLOCK.hash()).mtime());
      write(impatient, ELSEWHERE);
      impatient.touch(ELSEWHERE.hash());
    }
  }

  @Test
  void interruptEndsTheWait() throws Exception {
    try (ChildJvm holder = locking()) {
      assertEquals(LockMain.LOCKED, holder.receive());
      List<String> before = Listing.files(root);
      for (Callable<Object> change :
          List.<Callable<Object>>of(
              () -> volume.trash(BLOCK.hash(), null),
              () -> volume.untrash(TRASHED.hash()),
              () -> write(volume, BLOCK))) {
        AtomicBoolean flag = new AtomicBoolean();
        FutureTask<Object> call =
            new FutureTask<>(
                () -> {
                  try {
                    return change.call();
                  } finally {
                    flag.set(Thread.currentThread().isInterrupted());
                  }
                });
        startAndAwaitWaiting(call).interrupt();
        ExecutionException e = assertThrows(ExecutionException.class, call::get);
        assertEquals(CallCancelledException.class, e.getCause().getClass(), e.toString());
        assertTrue(flag.get(), "the flag stays set");
      }
      volume.close();
      assertEquals(before, Listing.files(root), "no residue");
    }
  }

  @Test
  void lockOfAProcessThatIsKilledIsFree() throws Exception {
    try (ChildJvm holder = locking()) {
      assertEquals(LockMain.LOCKED, holder.receive());
      FutureTask<Object> call = new FutureTask<>(() -> volume.trash(BLOCK.hash(), null));
      Thread unused = startAndAwaitWaiting(call);
      holder.kill();
      assertEquals(TrashOutcome.TRASHED, call.get());
    }
  }

  /** The kernel drops all locks of a file when any descriptor of it is closed. */
  @Test
  void closeOfAnotherVolumeOfTheSameRootDropsNoLock() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    InstantSource clock =
        () -> {
          held.countDown();
          try {
            enough.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Instant.now();
        };
    try (PosixVolume holder = open(PosixOptions.defaults().withMinFree(0), clock)) {
      FutureTask<Object> call = new FutureTask<>(() -> holder.trash(BLOCK.hash(), null));
      new Thread(call, "holder").start();
      held.await();
      try (PosixVolume other =
          open(PosixOptions.defaults().withMinFree(0), InstantSource.system())) {
        other.touch(ELSEWHERE.hash());
      }
      volume.close();
      try (ChildJvm child = locking()) {
        assertEquals(LockMain.REFUSED, child.receive());
      }
      enough.countDown();
      assertEquals(TrashOutcome.TRASHED, call.get());
      try (ChildJvm child = locking()) {
        assertEquals(LockMain.LOCKED, child.receive());
      }
    }
  }

  private ChildJvm locking() throws IOException {
    int number = Integer.parseInt(BLOCK.prefix(), 16);
    return ChildJvm.start(List.of(), LockMain.class, lock.toString(), Integer.toString(number));
  }

  private static Thread startAndAwaitWaiting(FutureTask<Object> call) {
    Thread thread = new Thread(call, "waiting");
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING && !call.isDone()) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private static Object write(PosixVolume volume, TestBlock block) throws IOException {
    volume.write(block.hash(), ByteBuffer.wrap(block.content()));
    return block;
  }

  private PosixVolume open(PosixOptions options, InstantSource clock) throws IOException {
    return PosixVolume.open(
        root, options, VolumeContext.defaults().withClock(clock).withTrashPolicy(POLICY));
  }
}
