// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSchemas;

class MemoryBudgetTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  @TempDir private Path disk;

  private static MemoryBudget judged(long limit, String... flags) throws Exception {
    VolumeSchemas none = VolumeSchemas.of(List.of(), List.of());
    VolumeConfig own = VolumeFlags.parse(List.of(flags), none, KeepstoreKeys.SCHEMA).application();
    return MemoryBudget.of(own, limit);
  }

  private static MemoryBudget budget(long limit, String... flags) throws Exception {
    MemoryBudget budget = judged(limit, flags);
    assertEquals(Optional.empty(), budget.misfit());
    return budget;
  }

  private static void assertBudget(long bytes, String reason, MemoryBudget budget) {
    assertEquals(new MemoryBudget(bytes, reason, Optional.empty()), budget);
  }

  private static String refusal(long limit, String... flags) throws Exception {
    return judged(limit, flags).misfit().orElseThrow();
  }

  /** Requires that the flag that a refusal tells of makes room, and that it is the least. */
  private static void assertHintIs(long mebibytes, long limit, String... flags) throws Exception {
    String refusal = refusal(limit, flags);
    String hint = "; start it with -XX:MaxDirectMemorySize=" + mebibytes + "m";
    assertTrue(refusal.endsWith(hint), refusal);
    assertTrue(budget(mebibytes * MIB, flags).bytes() >= 64 * MIB);
    assertTrue(refusal((mebibytes - 1) * MIB, flags).endsWith(hint), refusal);
  }

  @Test
  void withoutSettingItIsHalfOfTheDirectMemory() throws Exception {
    assertBudget(1500 * MIB, "half of the JVM's direct memory of 3000 MiB", budget(3000 * MIB));
    assertBudget(88 * MIB, "half of the JVM's direct memory of 176 MiB", budget(176 * MIB));
  }

  @Test
  void withoutSettingItIsNoMoreThanTheOriginals() throws Exception {
    assertBudget(8 * GIB, "128 buffers, as the original takes", budget(100 * GIB));
    assertEquals(8 * GIB, budget(16 * GIB).bytes());
    assertEquals(8 * GIB - 1, budget(16 * GIB - 2).bytes());
  }

  @Test
  void buffersAreOf64Mebibytes() throws Exception {
    assertBudget(192 * MIB, "as -max-buffers says", budget(GIB, "-max-buffers", "3"));
  }

  @Test
  void memoryIsInBytesOrUnits() throws Exception {
    assertBudget(100_000_000, "as -max-memory says", budget(GIB, "-max-memory", "100000000"));
    assertEquals(512 * MIB, budget(GIB, "-max-memory", "512MiB").bytes());
    assertEquals(512 * MIB, budget(GIB, "-max-memory", "512m").bytes());
  }

  @Test
  void settingMayTakeAllButWhatOthersNeed() throws Exception {
    assertEquals(128 * MIB, budget(216 * MIB, "-max-buffers", "2").bytes());
    assertEquals(
        "-max-buffers takes 128 MiB, and others need 88 MiB of the JVM's direct memory of 215 MiB;"
            + " start it with -XX:MaxDirectMemorySize=216m",
        refusal(215 * MIB, "-max-buffers", "2"));
  }

  @Test
  void othersNeedTheMoreTheMoreRequestsMayCome() throws Exception {
    assertEquals(128 * MIB, budget(167 * MIB, "-max-buffers", "2", "-max-requests", "16").bytes());
    assertEquals(
        "-max-buffers takes 128 MiB, and others need 480 MiB of the JVM's direct memory of 607 MiB;"
            + " start it with -XX:MaxDirectMemorySize=608m",
        refusal(607 * MIB, "-max-buffers", "2", "-max-requests", "1024"));
  }

  @Test
  void withoutSettingItIsNoMoreThanOthersLeave() throws Exception {
    String reason = "all that others leave of the JVM's direct memory of %d MiB";
    assertBudget(87 * MIB, reason.formatted(175), budget(175 * MIB));
    assertBudget(64 * MIB, reason.formatted(152), budget(152 * MIB));
  }

  @Test
  void oneBlockMustFitBesideOthers() throws Exception {
    assertEquals(
        "one block takes 64 MiB, and others need 88 MiB of the JVM's direct memory of 127 MiB;"
            + " start it with -XX:MaxDirectMemorySize=152m",
        refusal(127 * MIB));
    assertHintIs(152, 127 * MIB);
    assertHintIs(152, 16 * MIB);
  }

  @Test
  void smallJvmTakesAWholeBlockOnceItWasStartedAsTheRefusalSays() throws Exception {
    List<String> flags = List.of("-volume", disk.toString());
    String refusal;
    try (ChildService small =
        ChildService.launch(disk, List.of("-XX:MaxDirectMemorySize=127m"), flags)) {
      refusal = small.awaitLine(line -> line.startsWith("keepstore: "));
    }
    Matcher hint =
        Pattern.compile("start it with (-XX:MaxDirectMemorySize=\\d+m)").matcher(refusal);
    assertTrue(hint.find(), refusal);
    byte[] block = new byte[Volume.MAX_BLOCK_SIZE];
    String path = "/" + BlockHash.of(block);
    try (ChildService service = ChildService.start(disk, List.of(hint.group(1)), flags);
        RawConnection client = new RawConnection(service.port())) {
      assertEquals(200, client.request("PUT", path, Map.of(), block).answer().status());
    }
  }

  @Test
  void requestsThatWereSetMustFitBesideHalf() throws Exception {
    assertEquals(
        "memory for blocks takes 1024 MiB, and others, with -max-requests 5000, need 2220 MiB of the"
            + " JVM's direct memory of 2048 MiB; start it with -XX:MaxDirectMemorySize=4439m",
        refusal(2 * GIB, "-max-requests", "5000"));
    assertHintIs(4439, 2 * GIB, "-max-requests", "5000");
    assertHintIs(2689, 2 * GIB, "-max-requests", "3000");
    assertHintIs(43_782 + 8192, 20 * GIB, "-max-requests", "100000");
    assertBudget(
        1500 * MIB,
        "half of the JVM's direct memory of 3000 MiB",
        budget(3000 * MIB, "-max-requests", "3000"));
  }

  @Test
  void fewRequestsLeaveRoomForOneBlockInASmallJvm() throws Exception {
    assertBudget(
        64 * MIB,
        "one block, which is more than half of the JVM's direct memory of 103 MiB",
        budget(103 * MIB, "-max-requests", "16"));
    assertHintIs(103, 102 * MIB, "-max-requests", "16");
  }
}
