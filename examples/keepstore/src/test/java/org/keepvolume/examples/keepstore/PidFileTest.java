// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  private static final String OWN = Long.toString(ProcessHandle.current().pid());

  @TempDir private Path scratch;
  private Path path;

  @BeforeEach
  void nameFile() {
    path = scratch.resolve("pid");
  }

  @Test
  void fileIsRemovedAtTheEnd() throws Exception {
    PidFile file = PidFile.create(path);
    assertEquals(OWN, Files.readString(path));
    file.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void fileThatItsServiceRemovesInThatMomentIsMadeAnew() throws Exception {
    Files.writeString(path, "1");
    List<Boolean> creations = new ArrayList<>();
    PidFile.Opener late =
        (opened, options) -> {
          if (creations.isEmpty()) {
            Files.delete(opened);
          }
          creations.add(Arrays.asList(options).contains(StandardOpenOption.CREATE));
          return FileChannel.open(opened, options);
        };
    PidFile file = PidFile.create(path, late);
    assertEquals(OWN, Files.readString(path));
    file.close();
    assertEquals(List.of(false, true, false), creations);
  }

  @Test
  void directoryThatGoesInThatMomentIsSaidToBeMissing() throws Exception {
    Path directory = Files.createDirectory(scratch.resolve("run"));
    Path inside = Files.writeString(directory.resolve("pid"), "1");
    PidFile.Opener late =
        (opened, options) -> {
          if (Files.deleteIfExists(opened)) {
            Files.delete(directory);
          }
          return FileChannel.open(opened, options);
        };
    StartException e = assertThrows(StartException.class, () -> PidFile.create(inside, late));
    assertEquals("-pid: " + inside + " cannot be made: its directory is missing", e.getMessage());
  }

  @Test
  void fileThatWasPutInItsPlaceStays() throws Exception {
    Path moved = scratch.resolve("moved");
    PidFile file = PidFile.create(path);
    Files.move(path, moved);
    Files.writeString(path, "2");
    file.close();
    assertEquals("2", Files.readString(path));
    assertTrue(Files.exists(moved));
  }

  @Test
  void fileThatIsGoneAlreadyHindersNoEnd() throws Exception {
    PidFile file = PidFile.create(path);
    Files.delete(path);
    file.close();
    assertFalse(Files.exists(path));
  }
}
