// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.RawAccess.SpecialObject;
import org.keepvolume.testkit.VolumeFixture.MissingDevice;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

class KeepDirectoryFixtureTest {
  private static final BlockHash HASH = BlockHash.parse("abc0123456789abcdef0123456789abc");
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @TempDir Path scratch;
  private final Map<Path, VolumeContext> opened = new HashMap<>();
  private KeepDirectoryFixture fixture;
  private RawAccess raw;

  @BeforeEach
  void makeFixture() throws IOException {
    fixture =
        new KeepDirectoryFixture(
            "disk",
            Set.of(Capability.WRITE),
            scratch,
            (root, context) -> {
              opened.put(root, context);
              return InMemoryVolume.open(new MemoryDevice("disk0"), context);
            });
    raw = fixture.raw();
  }

  @AfterEach
  void closeFixture() throws IOException {
    fixture.close();
  }

  private Path file(String name) {
    return fixture.root().resolve(name);
  }

  private Path block() {
    return file("abc/" + HASH);
  }

  @Test
  void opensTheVolumeOnItsRootWithTheContextGiven() throws Exception {
    VolumeContext context = VolumeContext.defaults();
    try (Volume volume = fixture.open(context)) {
      assertEquals("memory:disk0", volume.toString());
    }
    assertSame(context, opened.get(fixture.root()));
    assertEquals("disk", fixture.name());
    assertEquals(Set.of(Capability.WRITE), fixture.capabilities());
    assertTrue(raw.snapshot().isEmpty());
  }

  @Test
  void missingDeviceIsOpenedWhereNothingIs() throws Exception {
    MissingDevice missing = fixture.missingDevice();
    assertFalse(missing.exists());
    missing.open(VolumeContext.defaults()).close();
    assertEquals(Set.of(Path.of(missing.name())), opened.keySet());
    Files.createDirectory(Path.of(missing.name()));
    assertTrue(missing.exists());
  }

  @Test
  void removesAllItMadeAndNothingElse() throws Exception {
    Path other = Files.createFile(scratch.resolve("other"));
    raw.put(HASH, CONTENT);
    List<String> unused = raw.putForeign();
    Files.createDirectory(Path.of(fixture.missingDevice().name()));
    fixture.close();
    fixture.close();
    try (Stream<Path> left = Files.list(scratch)) {
      assertEquals(List.of(other), left.toList());
    }
  }

  @Test
  void blockLiesInItsDirectoryWithTheClocksTime() throws Exception {
    fixture.time().advance(Duration.ofHours(1));
    raw.put(HASH, new byte[100]);
    raw.put(HASH, CONTENT);
    assertArrayEquals(CONTENT, Files.readAllBytes(block()));
    assertArrayEquals(CONTENT, raw.content(HASH).orElseThrow());
    Duration late = Duration.between(mtime(block()), fixture.time().clock().instant());
    assertTrue(late.compareTo(fixture.time().granularity()) < 0, late::toString);
    raw.remove(HASH);
    raw.remove(HASH);
    assertFalse(Files.exists(block()));
    assertEquals(Optional.empty(), raw.content(HASH));
  }

  @Test
  void readerOfAReplacedBlockKeepsTheOldOne() throws Exception {
    raw.put(HASH, CONTENT);
    try (var in = Files.newInputStream(block())) {
      raw.put(HASH, new byte[3]);
      assertArrayEquals(CONTENT, in.readAllBytes());
    }
  }

  @Test
  void oversizedObjectTakesNoSpace() throws Exception {
    assertTrue(raw.putOversized(HASH, 5L << 30));
    assertEquals(5L << 30, Files.size(block()));
    assertTrue(raw.snapshot().get("abc/" + HASH).startsWith("5368709120 bytes not read"));
  }

  @Test
  void specialObjectsAreWhatTheySay() throws Exception {
    List<SpecialObject> objects = raw.specialObjects();
    assertEquals(
        List.of("directory", "symbolic link", "FIFO"),
        objects.stream().map(SpecialObject::kind).toList());
    for (int i = 0; i < objects.size(); i++) {
      BlockHash hash = BlockHash.parse(HASH.toString().replace("abc", "abc" + i).substring(0, 32));
      objects.get(i).place().under(hash);
      BasicFileAttributes made =
          Files.readAttributes(file("abc/" + hash), BasicFileAttributes.class, NOFOLLOW_LINKS);
      assertEquals(i == 0, made.isDirectory());
      assertEquals(i == 1, made.isSymbolicLink());
      assertEquals(i == 2, made.isOther());
      assertTrue(i != 1 || Files.isRegularFile(file("abc/" + hash)), "a link to a good file");
      assertEquals(Optional.empty(), raw.content(hash));
    }
    assertEquals(3, raw.snapshot().size());
    assertEquals(List.of(), raw.residue());
  }

  @Test
  void foreignFilesAreInTheSnapshotAndNoResidue() throws Exception {
    List<String> names = raw.putForeign();
    assertEquals(names.size(), new HashSet<>(names).size());
    assertEquals(raw.snapshot().keySet(), Set.copyOf(names));
    assertEquals(List.of(), raw.residue());
    for (String name : names) {
      assertFalse(KeepDirectory.isFinished(name) || KeepDirectory.isUnfinished(name), name);
    }
  }

  @Test
  void residueIsWhatADeadWriterLeaves() throws Exception {
    Instant since = Instant.parse("2024-01-01T00:00:00Z");
    assertTrue(raw.putResidue(HASH, since));
    String name = "abc/tmp" + HASH + "0123456789";
    assertEquals(List.of(name), raw.residue());
    assertEquals(since, mtime(file(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "abc/tmpabc0123456789abcdef0123456789abc7, true",
    "abc/tmpabc0123456789abcdef0123456789abc, true",
    "abc/abc0123456789abcdef0123456789abc.part, true",
    "abc/.something, true",
    "abd/abc0123456789abcdef0123456789abc, true",
    "something, true",
    "abc/abc0123456789abcdef0123456789abc, false",
    "abc/abc0123456789abcdef0123456789abc.trash.1709210096, false",
    ".keep-volume.lock, false"
  })
  void residueIsWhateverTheLayoutDoesNotKnow(String name, boolean residue) throws Exception {
    Files.createDirectories(file(name).getParent());
    Files.createFile(file(name));
    assertEquals(residue ? List.of(name) : List.of(), raw.residue());
  }

  @Test
  void snapshotShowsEveryChangeOfAFile() throws Exception {
    raw.put(HASH, CONTENT);
    Map<String, String> before = raw.snapshot();
    FileTime mtime = Files.getLastModifiedTime(block());
    assertEquals(before, raw.snapshot());

    Files.write(block(), "c0ntent".getBytes(UTF_8));
    Files.setLastModifiedTime(block(), mtime);
    assertNotEquals(before, raw.snapshot(), "content");

    Files.write(block(), CONTENT);
    Files.setLastModifiedTime(block(), mtime);
    assertEquals(before, raw.snapshot());
    Files.setLastModifiedTime(block(), FileTime.from(Instant.EPOCH));
    assertNotEquals(before, raw.snapshot(), "mtime");

    Path copy = Files.copy(block(), file("copy"));
    Files.setLastModifiedTime(copy, mtime);
    Files.move(copy, block(), REPLACE_EXISTING);
    assertNotEquals(before, raw.snapshot(), "inode");
  }

  @Test
  void snapshotLeavesPrefixDirectoriesOut() throws Exception {
    Files.createDirectory(file("abc"));
    Files.createDirectory(file("abcd"));
    assertEquals(Set.of("abcd"), raw.snapshot().keySet());
  }

  @Test
  void locksAreSeenWhileTheyAreHeld() throws Exception {
    Path file = Files.createFile(file(".keep-volume.lock"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertEquals(List.of(), raw.heldLocks());
      try (FileLock lock = channel.lock()) {
        assertTrue(lock.isValid());
        assertEquals(List.of("a WRITE lock (POSIX) on .keep-volume.lock"), raw.heldLocks());
      }
      assertEquals(List.of(), raw.heldLocks());
    }
  }

  @Test
  void brokenOffWriteFailsInTheMiddleAndOnlyThen() throws Exception {
    byte[] megabyte = new byte[1 << 20];
    Injection injection = raw.inject(DeviceFault.WRITE_BROKEN_OFF).orElseThrow();
    try {
      assertThrows(IOException.class, () -> Files.write(file("broken"), megabyte));
      assertEquals(512 << 10, Files.size(file("broken")));
      Files.write(file("small"), CONTENT);
    } finally {
      injection.close();
    }
    Files.write(file("whole"), megabyte);
    injection.close();
    Files.write(file("whole again"), megabyte);
  }

  @Test
  void brokenListingFailsAtTheLastDirectory() throws Exception {
    Files.createDirectory(file("fff"));
    Injection injection = raw.inject(DeviceFault.LISTING_BROKEN_OFF).orElseThrow();
    assertTrue(Files.isSymbolicLink(file("ffe")));
    var e = assertThrows(IOException.class, () -> Files.readAttributes(file("ffe"), "*"));
    assertFalse(e instanceof NoSuchFileException, e.toString());
    injection.close();
    injection.close();
    try (Stream<Path> left = Files.list(fixture.root())) {
      assertEquals(Set.of(file("fff")), left.collect(Collectors.toSet()));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_BROKEN_OFF")
  void otherFaultsAreLeftToEvidence(DeviceFault fault) throws Exception {
    assertTrue(raw.inject(fault).isEmpty());
  }

  @Test
  void backdatesABlock() throws Exception {
    raw.put(HASH, CONTENT);
    Instant old = Instant.parse("2020-01-01T00:00:00Z");
    assertTrue(fixture.time().backdate(HASH, old));
    assertEquals(old, mtime(block()));
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29T12:34:56.123456789Z, PT0.000000001S",
    "2024-02-29T12:34:56.123456700Z, PT0.0000001S",
    "2024-02-29T12:34:56.123456Z, PT0.000001S",
    "2024-02-29T12:34:56.123Z, PT0.001S",
    "2024-02-29T12:34:56.12Z, PT0.01S",
    "2024-02-29T12:34:56Z, PT1S"
  })
  void granularityIsTheStepThatTheFileSystemKept(Instant kept, Duration step) {
    assertEquals(step, DirectoryTime.step(kept));
  }

  @Test
  void missingProgramIsNamedWithItsRemedy() {
    var e =
        assertThrows(IOException.class, () -> Programs.run("coreutils", "no-such-program", "x"));
    assertEquals(
        "no-such-program cannot be run: install it (apt-get install coreutils)", e.getMessage());
  }

  @Test
  void failedProgramIsNamedWithWhatItSaid() {
    var e = assertThrows(IOException.class, () -> Programs.run("coreutils", "mkfifo", "/dev/null"));
    assertTrue(e.getMessage().startsWith("mkfifo /dev/null ended with 1: mkfifo: "), e.toString());
  }

  private static Instant mtime(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }
}
