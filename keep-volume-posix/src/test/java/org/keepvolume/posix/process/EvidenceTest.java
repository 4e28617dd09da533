// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kit is shown as evidence, for those who look for one part of it. */
class EvidenceTest {
  @TempDir Path scratch;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
  }

  @Test
  @DisplayName("WR-9: nothing is found after writes to full disks")
  void fullDiskAfterWrites() throws IOException {
    assertEquals(List.of(), FullDisk.whatWritesLeave(root).violations());
  }

  @Test
  @DisplayName("WR-11: nothing is found by other calls on full disks")
  void fullDiskInOtherCalls() throws IOException {
    assertEquals(List.of(), FullDisk.whatElseFails(root).violations());
  }

  @Test
  @DisplayName("TR-6: nothing is found after sweeps that the device breaks off")
  void brokenSweep() throws IOException {
    assertEquals(List.of(), BrokenSweep.whatItSays(root).violations());
  }

  @Test
  @DisplayName("CX-2: nothing is found where limits pass")
  void shortLimits() throws IOException {
    assertEquals(List.of(), ShortLimits.whenTheyPass(root).violations());
  }
}
