// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/** Trash and untrash where something else than a file or directory of the volume's lies. */
class SpecialTrashTest {
  private static final BlockHash HASH = SampleData.hash("abc");
  private static final Duration LIFETIME = Duration.ofDays(1);

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolume() throws IOException {
    files = new VolumeFiles(root);
    volume =
        PosixVolume.open(
            root,
            PosixOptions.defaults(),
            VolumeContext.defaults()
                .withClock(new AdjustableClock(VolumeFiles.START))
                .withTrashPolicy(new TrashPolicy(Duration.ZERO, LIFETIME)));
  }

  @AfterEach
  void close() throws IOException {
    volume.close();
  }

  private Path copy() {
    long deadline = VolumeFiles.START.plus(LIFETIME).getEpochSecond();
    return files.directory(HASH).resolve(HASH + ".trash." + deadline);
  }

  @Test
  void directoryUnderTheNameOfTheCopyKeepsTheBlockLive() throws IOException {
    files.place(HASH, new byte[10], VolumeFiles.START);
    Files.createDirectory(copy());
    assertFails(() -> volume.trash(HASH, null), "Is a directory");
    assertEquals(10, volume.stat(HASH).size());
    assertEquals(new TrashSweep(0, 0, 0, 0, 0, 0), volume.emptyTrash());
  }

  @Test
  void linkUnderTheNameOfACopyIsNoCopy() throws IOException {
    Files.createDirectory(files.directory(HASH));
    Path foreign = Files.write(root.resolve("foreign"), new byte[10]);
    Files.createSymbolicLink(copy(), foreign);
    assertThrows(BlockNotFoundException.class, () -> volume.untrash(HASH));
    assertEquals(new TrashSweep(0, 0, 0, 0, 0, 0), volume.emptyTrash());
    // A trash replaces the link, not what it leads to.
    files.place(HASH, new byte[3], VolumeFiles.START);
    var unused = volume.trash(HASH, null);
    assertEquals(10, Files.size(foreign));
    assertEquals(3, Files.size(copy()));
  }

  @Test
  @DisplayName("RD-11: trash and untrash refuse what is no file under a block's name")
  void linkUnderTheNameOfABlockIsRefused() throws IOException {
    Files.createDirectory(files.directory(HASH));
    Files.write(copy(), new byte[3]);
    Files.createSymbolicLink(files.block(HASH), copy());
    assertAllRefused(" is a symbolic link, not a block's file");
    Files.delete(files.block(HASH));
    Files.createDirectory(files.block(HASH));
    assertAllRefused(" is a directory, not a block's file");
  }

  @Test
  @DisplayName("RD-11: trash and untrash refuse a file or link in place of the block's directory")
  void fileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Files.createFile(files.directory(HASH));
    assertAllRefused(" is a regular file, not a directory");
    Files.delete(files.directory(HASH));
    Files.createSymbolicLink(files.directory(HASH), files.directory(HASH).getFileName());
    assertAllRefused(" is a symbolic link, not a directory");
  }

  @Test
  void fileInPlaceOfAKnownDirectoryIsNoMissingBlock() throws IOException {
    files.place(HASH, new byte[3], VolumeFiles.START);
    var unused = volume.stat(HASH);
    Files.delete(files.block(HASH));
    Files.delete(files.directory(HASH));
    Files.createFile(files.directory(HASH));
    for (Executable call : calls()) {
      VolumeException e = assertThrows(VolumeException.class, call);
      assertEquals(0, Files.size(files.directory(HASH)));
      assertTrue(e instanceof VolumeFailureException, e.toString());
    }
  }

  private List<Executable> calls() {
    return List.of(() -> volume.trash(HASH, null), () -> volume.untrash(HASH));
  }

  private void assertAllRefused(String end) throws IOException {
    Map<String, String> before = files.snapshot();
    for (Executable call : calls()) {
      assertFails(call, end);
    }
    before.keySet().removeIf(name -> name.isEmpty() || name.startsWith("."));
    Map<String, String> after = files.snapshot();
    after.keySet().removeIf(name -> name.isEmpty() || name.startsWith("."));
    assertEquals(before, after);
  }

  private static void assertFails(Executable call, String end) {
    VolumeFailureException e = assertThrows(VolumeFailureException.class, call);
    assertTrue(e.getMessage().endsWith(end), e.getMessage());
  }
}
