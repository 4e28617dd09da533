// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;

/** Every option: what it is by default, that another value has its effect, which are refused. */
class PosixOptionsTest {
  private static final BlockHash HASH = SampleData.hash("abc");
  private static final Set<PosixFilePermission> ALL = permissions("rwxrwxrwx");

  @TempDir Path parent;

  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(parent.toRealPath().resolve("root"));
  }

  @Test
  void defaultsAreTheDocumentedOnes() {
    PosixOptions defaults = PosixOptions.defaults();
    assertEquals(Durability.FULL, defaults.durability());
    assertEquals(permissions("rw-------"), defaults.fileMode());
    assertEquals(permissions("rwxr-xr-x"), defaults.directoryMode());
    assertEquals(64 << 20, defaults.minFree());
    assertEquals(Volume.MAX_BLOCK_SIZE, defaults.minFree());
    assertEquals(1, defaults.indexThreads());
    assertEquals(false, defaults.linkedDirectories());
    assertEquals(TimeLimits.defaults(), defaults.limits());
    assertEquals(
        new TimeLimits(Duration.ofMinutes(1), Duration.ofMinutes(5)), TimeLimits.defaults());
  }

  @Test
  void eachChangeLeavesTheOtherOptionsAsTheyAre() {
    TimeLimits limits = new TimeLimits(Duration.ofSeconds(3), Duration.ofSeconds(4));
    List<UnaryOperator<PosixOptions>> changes =
        List.of(
            options -> options.withDurability(Durability.NONE),
            options -> options.withFileMode(permissions("rw-r--r--")),
            options -> options.withDirectoryMode(ALL),
            options -> options.withMinFree(7),
            options -> options.withIndexThreads(5),
            options -> options.withLinkedDirectories(true),
            options -> options.withLimits(limits));
    // Each change is once the last one, and would show what it has undone.
    for (UnaryOperator<PosixOptions> last : changes) {
      PosixOptions changed = PosixOptions.defaults();
      for (UnaryOperator<PosixOptions> change : changes) {
        changed = change.apply(changed);
      }
      changed = last.apply(changed);
      assertEquals(Durability.NONE, changed.durability());
      assertEquals(permissions("rw-r--r--"), changed.fileMode());
      assertEquals(ALL, changed.directoryMode());
      assertEquals(7, changed.minFree());
      assertEquals(5, changed.indexThreads());
      assertTrue(changed.linkedDirectories());
      assertEquals(limits, changed.limits());
    }
    assertEquals(Durability.FULL, PosixOptions.defaults().durability(), "the original object");
  }

  @Test
  void modesGivenAreCopied() {
    Set<PosixFilePermission> given = EnumSet.copyOf(ALL);
    PosixOptions options = PosixOptions.defaults().withFileMode(given).withDirectoryMode(given);
    given.clear();
    assertEquals(ALL, options.fileMode());
    assertEquals(ALL, options.directoryMode());
  }

  static Stream<Arguments> badValues() {
    PosixOptions o = PosixOptions.defaults();
    Duration second = Duration.ofSeconds(1);
    Duration day = Duration.ofDays(1);
    return Stream.of(
        bad(() -> o.withMinFree(-1), "min free is -1 bytes; expected 0 or more"),
        bad(() -> o.withIndexThreads(0), "index threads are 0; expected 1 to 8"),
        bad(() -> o.withIndexThreads(9), "index threads are 9; expected 1 to 8"),
        bad(
            () -> o.withFileMode(permissions("r--rw-rw-")),
            "file mode is r--rw-rw-; expected one with at least rw-------"),
        bad(
            () -> o.withDirectoryMode(permissions("rw-r-xr-x")),
            "directory mode is rw-r-xr-x; expected one with at least rwx------"),
        bad(
            () -> new TimeLimits(Duration.ofNanos(999_999), second),
            "progress limit is PT0.000999999S; expected 1 ms up to the total limit, PT1S"),
        bad(
            () -> new TimeLimits(second.plusNanos(1), second),
            "progress limit is PT1.000000001S; expected 1 ms up to the total limit, PT1S"),
        bad(
            () -> new TimeLimits(second, day.plusNanos(1)),
            "total limit is PT24H0.000000001S; expected at most 1 day"));
  }

  private static Arguments bad(Executable call, String message) {
    return Arguments.of(call, message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badValues")
  void badValueIsRefusedWithOneClearMessage(Executable call, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void extremesOfTheRangesAreTaken() {
    Duration millisecond = Duration.ofMillis(1);
    Duration day = Duration.ofDays(1);
    assertEquals(day, new TimeLimits(millisecond, day).total());
    assertEquals(millisecond, new TimeLimits(millisecond, millisecond).progress());
    assertEquals(day, new TimeLimits(day, day).progress());
    PosixOptions extreme = PosixOptions.defaults().withMinFree(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, extreme.minFree());
    assertEquals(0, extreme.withMinFree(0).minFree());
    assertEquals(8, extreme.withIndexThreads(PosixOptions.MAX_INDEX_THREADS).indexThreads());
  }

  @Test
  void modesArriveOnDiskLessTheUmask() throws IOException {
    // The umask of the process cannot be asked for, only seen at work.
    Path probe =
        Files.createDirectory(parent.resolve("probe"), PosixFilePermissions.asFileAttribute(ALL));
    Path fileProbe =
        Files.createFile(
            parent.resolve("file"), PosixFilePermissions.asFileAttribute(permissions("rw-rw-rw-")));
    PosixOptions open =
        PosixOptions.defaults().withDirectoryMode(ALL).withFileMode(permissions("rw-rw-rw-"));
    VolumeCall.WRITE.on(open(open), HASH);
    assertEquals(mode(probe), mode(root.resolve("abc")));
    assertEquals(mode(fileProbe), mode(root.resolve("abc/" + HASH)));
    assertEquals(mode(fileProbe), mode(root.resolve(".keep-volume.lock")));
    // What exists keeps its mode.
    BlockHash neighbour = SampleData.hash("abcd");
    VolumeCall.WRITE.on(open(PosixOptions.defaults()), neighbour);
    assertEquals(mode(probe), mode(root.resolve("abc")));
    assertEquals("rw-------", mode(root.resolve("abc/" + neighbour)));
  }

  @Test
  @DisplayName("WR-9: with too little free a write is refused, and nothing else is")
  void tooLittleFreeRefusesWritesAlone() throws IOException {
    VolumeFiles files = new VolumeFiles(root);
    Path unused = files.place(HASH, new byte[] {1}, VolumeFiles.START);
    PosixVolume volume = open(PosixOptions.defaults().withMinFree(Long.MAX_VALUE));
    for (BlockHash hash : List.of(HASH, SampleData.hash("def"))) {
      VolumeFullException e =
          assertThrows(VolumeFullException.class, () -> VolumeCall.WRITE.on(volume, hash));
      String message = e.getMessage();
      String start = VolumeCall.WRITE.subject(volume, hash) + root + " has ";
      String end = " bytes free; " + Long.MAX_VALUE + " are to stay free";
      assertTrue(message.startsWith(start) && message.endsWith(end), message);
      long free =
          Long.parseLong(message.substring(start.length(), message.length() - end.length()));
      assertTrue(free > 0 && free <= Files.getFileStore(root).getTotalSpace(), message);
    }
    assertEquals(List.of("abc", "abc/" + HASH), files.names());
    for (VolumeCall call : EnumSet.complementOf(EnumSet.of(VolumeCall.WRITE))) {
      call.on(volume, HASH);
      assertEquals(call == VolumeCall.TRASH, !Files.exists(files.block(HASH)), call.name());
    }
    assertTrue(Files.exists(files.block(HASH)), "restored");
  }

  @Test
  void exactlyEnoughFreeIsEnough() throws IOException {
    // With others on the disk no number is exact, but half of what is free stays enough.
    long half = Files.getFileStore(root).getUsableSpace() / 2;
    VolumeCall.WRITE.on(open(PosixOptions.defaults().withMinFree(half)), HASH);
    VolumeCall.WRITE.on(open(PosixOptions.defaults().withMinFree(1)), HASH);
  }

  @Test
  void linkedDirectoriesAreRefusedByDefaultAndServedWhenAllowed() throws IOException {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createSymbolicLink(root.resolve("abc"), elsewhere);
    PosixVolume refusing = open(PosixOptions.defaults());
    EnumSet<VolumeCall> ofDirectories = EnumSet.complementOf(EnumSet.of(VolumeCall.STATUS));
    for (VolumeCall call : ofDirectories) {
      VolumeFailureException e =
          assertThrows(VolumeFailureException.class, () -> call.on(refusing, HASH));
      assertTrue(e.getMessage().contains(" is a symbolic link, not a directory"), e.toString());
    }
    PosixVolume allowing = open(PosixOptions.defaults().withLinkedDirectories(true));
    VolumeCall.WRITE.on(allowing, HASH);
    Files.setLastModifiedTime(elsewhere.resolve(HASH.toString()), FileTime.fromMillis(0));
    for (VolumeCall call : ofDirectories) {
      call.on(allowing, HASH);
    }
    assertTrue(Files.exists(elsewhere.resolve(HASH.toString())));
    assertTrue(Files.isSymbolicLink(root.resolve("abc")));
  }

  @Test
  void linkedDirectoriesHoldNoLinkedBlocks() throws IOException {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Files.createSymbolicLink(root.resolve("abc"), elsewhere);
    Path file = Files.createFile(parent.resolve("file"));
    Files.createSymbolicLink(elsewhere.resolve(HASH.toString()), file);
    PosixVolume allowing = open(PosixOptions.defaults().withLinkedDirectories(true));
    for (VolumeCall call : List.of(VolumeCall.READ, VolumeCall.TOUCH, VolumeCall.TRASH)) {
      assertThrows(VolumeFailureException.class, () -> call.on(allowing, HASH));
    }
  }

  private static Set<PosixFilePermission> permissions(String text) {
    return PosixFilePermissions.fromString(text);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private PosixVolume open(PosixOptions options) throws IOException {
    TrashPolicy policy = new TrashPolicy(Duration.ZERO, Duration.ofHours(1));
    return PosixVolume.open(root, options, VolumeContext.defaults().withTrashPolicy(policy));
  }
}
