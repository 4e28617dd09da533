// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockPrefix;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/** What lies in place of a prefix directory keeps a sweep from no other directory (TR-6). */
class SweepOfBadDirectoriesTest {
  private static final int SIZE = 100;

  @TempDir Path scratch;

  private Path root;
  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolumeWithTrash() throws IOException {
    root = Files.createDirectory(scratch.toRealPath().resolve("root"));
    files = new VolumeFiles(root);
    for (String digits : List.of("000", "555", "fff")) {
      Files.createDirectory(root.resolve(digits));
      Files.write(copy(digits, VolumeFiles.START.getEpochSecond()), new byte[SIZE]);
    }
    Files.write(copy("fff", VolumeFiles.START.getEpochSecond() + 1), new byte[SIZE / 2]);
    volume =
        PosixVolume.open(
            root,
            PosixOptions.defaults(),
            VolumeContext.defaults().withClock(new AdjustableClock(VolumeFiles.START)));
  }

  @AfterEach
  void close() throws IOException {
    volume.close();
  }

  private Path copy(String digits, long deadline) {
    return files.directory(SampleData.hash(digits)).resolve(name(digits, deadline));
  }

  private static String name(String digits, long deadline) {
    return SampleData.hash(digits) + ".trash." + deadline;
  }

  @Test
  @DisplayName("TR-6: a sweep passes links by, and throws at its end with what it has done")
  void sweepGoesOnBehindLinksAndThrowsAtItsEnd() throws IOException {
    Path elsewhere = Files.createDirectory(scratch.resolve("elsewhere"));
    Path foreign = elsewhere.resolve(name("111", 1));
    Files.createFile(foreign);
    Files.createSymbolicLink(root.resolve("111"), elsewhere);
    Files.createSymbolicLink(root.resolve("888"), elsewhere);

    for (TrashSweep expected :
        List.of(
            new TrashSweep(3, 3 * SIZE, 1, SIZE / 2, 0, 0),
            new TrashSweep(0, 0, 1, SIZE / 2, 0, 0))) {
      VolumeFailureException e =
          assertThrows(VolumeFailureException.class, () -> volume.emptyTrash());
      assertEquals(
          "empty trash on %s: %s/111 is a symbolic link, not a directory"
              .formatted(volume.deviceId(), root),
          e.getMessage());
      assertEquals(Optional.of(expected), e.sweep());
      assertEquals(
          List.of(
              "empty trash on %s: %s/888 is a symbolic link, not a directory"
                  .formatted(volume.deviceId(), root)),
          Arrays.stream(e.getSuppressed()).map(Throwable::getMessage).toList());
    }
    assertEquals(true, Files.exists(foreign), "what a link leads to is not the volume's");

    Files.delete(root.resolve("111"));
    Files.delete(root.resolve("888"));
    assertEquals(new TrashSweep(0, 0, 1, SIZE / 2, 0, 0), volume.emptyTrash());
  }

  @Test
  @DisplayName("IX-4: a listing with a link in place of a directory throws")
  void listingsThrow() throws IOException {
    Files.createSymbolicLink(root.resolve("888"), scratch);
    for (int threads : new int[] {1, 4}) {
      try (PosixVolume lister =
          PosixVolume.open(
              root, PosixOptions.defaults().withIndexThreads(threads), VolumeContext.defaults())) {
        List<String> seen = new ArrayList<>();
        assertThrows(
            VolumeFailureException.class, () -> lister.index(BlockPrefix.ALL, block -> true));
        assertThrows(
            VolumeFailureException.class,
            () ->
                lister.indexTrash(
                    BlockPrefix.ALL, (hash, size, deadline) -> seen.add(hash.toString())));
      }
    }
  }

  @Test
  @DisplayName("TR-6: a root that is lost behind a bad directory makes the sweep unavailable")
  void lostRootIsNotHiddenByABadDirectory() throws IOException {
    Files.createSymbolicLink(root.resolve("000").resolveSibling("111"), scratch);
    PosixVolume lost =
        PosixVolume.open(
            root, PosixOptions.defaults(), VolumeContext.defaults().withClock(losesTheRoot()));
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> lost.emptyTrash());
    assertEquals(Optional.of(new TrashSweep(0, 0, 0, 0, 0, 0)), e.sweep());
    lost.close();
  }

  private AdjustableClock losesTheRoot() {
    AdjustableClock clock = new AdjustableClock(VolumeFiles.START);
    clock.onNextLook(() -> Files.move(root, scratch.resolve("moved")));
    return clock;
  }
}
