// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/** The lock file within one process: shared, missed when it is gone, and nothing but a file. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockFileTest {
  private static final BlockHash HASH = SampleData.hash("abc");
  private static final BlockHash NEIGHBOUR = SampleData.hash("abcd");
  private static final BlockHash ELSEWHERE = SampleData.hash("abd");
  private static final TimeLimits SHORT =
      new TimeLimits(Duration.ofMillis(20), Duration.ofMillis(50));

  private final List<PosixVolume> opened = new ArrayList<>();

  /** Volumes that other tests of this process have open. */
  private final int before = LockFile.openFiles();

  @TempDir Path parent;

  private Path root;
  private Path lock;
  private VolumeFiles files;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(parent.toRealPath().resolve("root"));
    lock = root.resolve(".keep-volume.lock");
    files = new VolumeFiles(root);
    for (BlockHash hash : List.of(HASH, NEIGHBOUR, ELSEWHERE)) {
      Path unused = files.place(hash, new byte[] {1}, VolumeFiles.START);
    }
  }

  @AfterEach
  void nothingStaysOpen() throws IOException {
    for (PosixVolume volume : opened) {
      volume.close();
    }
    assertEquals(0, open());
  }

  @Test
  void volumesOfOneRootShareOneOpenFile() throws IOException {
    PosixVolume one = volume(root);
    PosixVolume other = volume(Files.createSymbolicLink(parent.resolve("link"), root));
    assertEquals(0, open(), "an open volume has changed nothing");
    for (int i = 0; i < 2; i++) {
      one.touch(HASH);
      other.touch(HASH);
      assertEquals(1, open());
    }
    one.close();
    assertEquals(1, open());
    other.touch(HASH);
    other.close();
    assertEquals(0, open());
    other.close();
    assertEquals(0, open());
  }

  @Test
  void volumesOfTwoRootsHaveAFileEach() throws IOException {
    Path second = Files.createDirectory(parent.resolve("second"));
    VolumeCall.WRITE.on(volume(root), HASH);
    VolumeCall.WRITE.on(volume(second), HASH);
    assertEquals(2, open());
  }

  @Test
  void callAfterTheCloseOpensNothing() throws IOException {
    PosixVolume volume = volume(root);
    volume.touch(HASH);
    volume.close();
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> volume.touch(HASH));
    assertTrue(e.getMessage().endsWith("the volume was closed meanwhile"), e.toString());
    assertEquals(0, open());
  }

  @Test
  void removedLockFileIsNoticedAndMadeAnew() throws IOException {
    PosixVolume one = volume(root);
    PosixVolume other = volume(root);
    one.touch(HASH);
    other.touch(HASH);
    Files.delete(lock);
    one.touch(HASH);
    Object made = Files.getAttribute(lock, "unix:ino");
    assertEquals(2, open(), "the other volume has not noticed yet");
    other.touch(HASH);
    assertEquals(made, Files.getAttribute(lock, "unix:ino"));
    assertEquals(1, open());
  }

  @Test
  void replacedLockFileIsNoticedAndUsed() throws IOException {
    PosixVolume volume = volume(root);
    volume.touch(HASH);
    Object first = Files.getAttribute(lock, "unix:ino");
    Files.move(lock, root.resolve("moved"));
    Path unused = Files.createFile(lock);
    Object second = Files.getAttribute(lock, "unix:ino");
    assertNotEquals(first, second);
    volume.touch(HASH);
    assertEquals(second, Files.getAttribute(lock, "unix:ino"));
    assertEquals(1, open());
  }

  @ParameterizedTest
  @EnumSource
  void anythingButAFileUnderItsNameIsAFailureThatNamesIt(SpecialFilesTest.Kind kind)
      throws IOException {
    PosixVolume volume = volume(root);
    kind.make(lock, files.block(ELSEWHERE));
    Map<String, String> untouched = files.snapshot();
    for (VolumeCall change : List.of(VolumeCall.TOUCH, VolumeCall.TRASH)) {
      VolumeFailureException e =
          assertThrows(VolumeFailureException.class, () -> change.on(volume, HASH));
      assertEquals(
          change.subject(volume, HASH) + lock + " is " + kind.words() + ", not a lock file",
          e.getMessage());
    }
    assertEquals(untouched, files.snapshot());
    List<String> names = files.names();
    assertThrows(VolumeFailureException.class, () -> VolumeCall.WRITE.on(volume, HASH));
    assertEquals(names, files.names(), "no residue");
    VolumeCall.READ.on(volume, HASH);
    assertEquals(0, open());
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECTORY", "DANGLING_LINK"})
  void lockFileReplacedBySomethingElseIsAFailureAndItsReturnHelps(SpecialFilesTest.Kind kind)
      throws IOException {
    PosixVolume volume = volume(root);
    volume.touch(HASH);
    Files.delete(lock);
    kind.make(lock, files.block(ELSEWHERE));
    assertThrows(VolumeFailureException.class, () -> volume.touch(HASH));
    assertThrows(VolumeFailureException.class, () -> volume.touch(HASH));
    Files.delete(lock);
    volume.touch(HASH);
    assertTrue(Files.isRegularFile(lock));
    assertEquals(1, open());
  }

  @Test
  void changesOfOneDirectoryWaitForEachOtherAndThoseOfAnotherDoNot() throws Exception {
    AdjustableClock clock = new AdjustableClock(VolumeFiles.START);
    PosixVolume holder = volume(root, PosixOptions.defaults(), clock);
    PosixVolume impatient =
        volume(
            root,
            PosixOptions.defaults().withDurability(Durability.NONE).withLimits(SHORT),
            new AdjustableClock(VolumeFiles.START));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    clock.onNextLook(
        () -> {
          held.countDown();
          enough.await();
        });
    FutureTask<Void> touch =
        new FutureTask<>(
            () -> {
              holder.touch(HASH);
              return null;
            });
    new Thread(touch, "holder").start();
    held.await();
    for (VolumeCall change : List.of(VolumeCall.TOUCH, VolumeCall.TRASH)) {
      VolumeUnavailableException e =
          assertThrows(VolumeUnavailableException.class, () -> change.on(impatient, NEIGHBOUR));
      assertEquals(
          change.subject(impatient, NEIGHBOUR)
              + "waited for another call on blocks of the same directory longer than the limits"
              + " allow, PT0.02S without progress and PT0.05S in all",
          e.getMessage());
    }
    holder.touch(ELSEWHERE);
    VolumeCall.READ.on(impatient, HASH);
    enough.countDown();
    Void unused = touch.get();
    impatient.touch(NEIGHBOUR);
  }

  private int open() {
    return LockFile.openFiles() - before;
  }

  private PosixVolume volume(Path path) throws IOException {
    return volume(path, PosixOptions.defaults(), new AdjustableClock(VolumeFiles.START));
  }

  private PosixVolume volume(Path path, PosixOptions options, AdjustableClock clock)
      throws IOException {
    PosixVolume volume = PosixVolume.open(path, options, VolumeContext.defaults().withClock(clock));
    opened.add(volume);
    return volume;
  }
}
