// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeContext;

/** The files on disk: those that a volume makes, those it finds, those that are not its own. */
class FormatTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.parse("acbd18db4cc2f85cedef654fccc4a4d8");
  private static final String NAME = "acb/acbd18db4cc2f85cedef654fccc4a4d8";

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolume() throws IOException {
    files = new VolumeFiles(root);
    VolumeContext context =
        VolumeContext.defaults().withClock(new AdjustableClock(VolumeFiles.START));
    volume = PosixVolume.open(root, PosixOptions.defaults(), context);
  }

  @Test
  void writeMakesThePrefixDirectoryAndTheBlockAndNothingElse() throws IOException {
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertEquals(List.of("acb", NAME), files.names());
    assertArrayEquals(FOO, Files.readAllBytes(root.resolve(NAME)));
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "TOUCH", "TRASH", "UNTRASH"})
  void firstChangeMakesAnEmptyLockFileForItsOwnerAlone(VolumeCall change) throws IOException {
    boolean restored = change == VolumeCall.UNTRASH;
    files.place(HASH, FOO, Instant.EPOCH);
    if (restored) {
      Files.move(root.resolve(NAME), root.resolve(NAME + ".trash.1700000000"));
    }
    change.on(volume, HASH);
    Path lock = root.resolve(".keep-volume.lock");
    assertEquals("rw-------", mode(lock));
    assertEquals(0, Files.size(lock));
    volume.close();
    assertEquals(0, Files.size(lock), "it stays, empty");
  }

  @Test
  void whatChangesNoBlockMakesNoLockFile() throws IOException {
    files.place(HASH, FOO, Instant.EPOCH);
    Files.write(root.resolve(NAME + ".trash.1700000000"), FOO);
    BlockHash inNoDirectory = SampleData.hash("def");
    for (BlockHash missing : List.of(SampleData.hash("acb"), inNoDirectory)) {
      for (VolumeCall call : List.of(VolumeCall.TOUCH, VolumeCall.TRASH, VolumeCall.UNTRASH)) {
        assertThrows(BlockNotFoundException.class, () -> call.on(volume, missing));
      }
    }
    assertEquals(UntrashOutcome.ALREADY_LIVE, volume.untrash(HASH));
    for (VolumeCall call :
        EnumSet.complementOf(
            EnumSet.of(VolumeCall.WRITE, VolumeCall.TOUCH, VolumeCall.TRASH, VolumeCall.UNTRASH))) {
      call.on(volume, HASH);
    }
    assertEquals(List.of("acb", NAME), List.copyOf(files.snapshot().keySet()).subList(1, 3));
    assertEquals(3, files.snapshot().size());
  }

  @Test
  void blockIsReadableByItsOwnerAlone() throws IOException {
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertEquals("rw-------", mode(root.resolve(NAME)));
  }

  @Test
  void prefixDirectoryIsOpenToAllLessTheUmask() throws IOException {
    FileAttribute<Set<PosixFilePermission>> asked =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    // The umask of the process cannot be asked for, only seen at work.
    String allowed = mode(Files.createDirectory(root.resolve("probe"), asked));
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertEquals(allowed, mode(root.resolve("acb")));
  }

  @Test
  void mtimeIsTheClocksTime() throws IOException {
    // Some file systems keep whole seconds only; what a file can keep, a block must.
    Path probe = Files.createFile(root.resolve("probe"));
    Files.setLastModifiedTime(probe, FileTime.from(VolumeFiles.START));
    Instant kept = Files.getLastModifiedTime(probe).toInstant();
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertEquals(kept, files.mtime(HASH));
    assertEquals(new BlockInfo(HASH, 3, kept), volume.stat(HASH));
  }

  @Test
  void directoryLaidOutByTheOriginalIsRead() throws IOException {
    layOutByHand();
    RecordingSink sink = new RecordingSink();
    assertEquals(3, volume.read(HASH, sink));
    assertArrayEquals(FOO, sink.content());
    assertEquals(3, volume.stat(HASH).size());
  }

  @Test
  @DisplayName("IX-3, IX-7: foreign names, trash and temporary files are not listed")
  void foreignFilesAreNotListed() throws IOException {
    layOutByHand();
    List<BlockHash> listed = new ArrayList<>();
    volume.index(BlockPrefix.ALL, block -> listed.add(block.hash()));
    assertEquals(List.of(HASH), listed);
  }

  @Test
  void foreignFilesAreLeftAlone() throws IOException {
    layOutByHand();
    Map<String, String> before = files.snapshot();
    volume.index(BlockPrefix.ALL, block -> true);
    volume.touch(HASH);
    volume.write(HASH, ByteBuffer.wrap(FOO));
    Map<String, String> after = files.snapshot();
    // The block and its directory are the volume's own.
    for (String own : List.of(NAME, "acb")) {
      before.remove(own);
      after.remove(own);
    }
    assertEquals(before, after);
  }

  @Test
  @DisplayName("RD-6, TM-2: a block in the original's trash is missing")
  void trashFileOfTheOriginalIsNoBlock() throws IOException {
    Files.createDirectory(root.resolve("acb"));
    Files.write(root.resolve(NAME + ".trash.1700000000"), FOO);
    RecordingSink sink = new RecordingSink();
    assertThrows(BlockNotFoundException.class, () -> volume.read(HASH, sink));
    assertThrows(BlockNotFoundException.class, () -> volume.stat(HASH));
    assertThrows(BlockNotFoundException.class, () -> volume.touch(HASH));
    assertEquals(List.of(), sink.begins());
  }

  @Test
  void fullMarkerOfTheOriginalDoesNotStopWrites() throws IOException {
    Files.createSymbolicLink(root.resolve("full"), Path.of("1700000000"));
    volume.write(HASH, ByteBuffer.wrap(FOO));
    assertEquals(3, volume.stat(HASH).size());
  }

  private void layOutByHand() throws IOException {
    files.place(HASH, FOO, Instant.parse("2015-01-02T03:04:05.678Z"));
    Files.createSymbolicLink(root.resolve("full"), Path.of("1700000000"));
    for (String directory : List.of("lost+found", "ABC", "ab", "abcd", "xyz", HASH.toString())) {
      Files.createDirectory(root.resolve(directory));
      Files.write(root.resolve(directory).resolve(HASH.toString()), FOO);
    }
    for (String file :
        List.of(
            ".keep-volume.lock",
            HASH.toString().replace('4', '5'),
            NAME + ".trash.1700000000",
            "acb/tmp" + HASH + "1234567890",
            "acb/" + HASH.toString().toUpperCase(Locale.ROOT),
            "acb/" + HASH.toString().substring(1),
            "acb/acbx18db4cc2f85cedef654fccc4a4d8",
            "acb/full")) {
      Files.write(root.resolve(file), FOO);
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
