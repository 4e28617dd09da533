// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSchemas;

class MemoryBudgetTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  private static MemoryBudget budget(long limit, String... flags) throws Exception {
    VolumeSchemas none = VolumeSchemas.of(List.of(), List.of());
    VolumeConfig own = VolumeFlags.parse(List.of(flags), none, KeepstoreKeys.SCHEMA).application();
    return MemoryBudget.of(own, limit);
  }

  private static String refusal(long limit, String... flags) {
    return assertThrows(StartException.class, () -> budget(limit, flags)).getMessage();
  }

  @Test
  void withoutSettingItIsHalfOfTheDirectMemory() throws Exception {
    assertEquals(
        new MemoryBudget(1500 * MIB, "half of the JVM's direct memory of 3000 MiB"),
        budget(3000 * MIB));
  }

  @Test
  void withoutSettingItIsNoMoreThanTheOriginals() throws Exception {
    assertEquals(
        new MemoryBudget(8 * GIB, "128 buffers, as the original takes"), budget(100 * GIB));
    assertEquals(8 * GIB, budget(16 * GIB).bytes());
    assertEquals(8 * GIB - 1, budget(16 * GIB - 2).bytes());
  }

  @Test
  void buffersAreOf64Mebibytes() throws Exception {
    assertEquals(
        new MemoryBudget(192 * MIB, "as -max-buffers says"), budget(GIB, "-max-buffers", "3"));
  }

  @Test
  void memoryIsInBytesOrUnits() throws Exception {
    assertEquals(
        new MemoryBudget(100_000_000, "as -max-memory says"),
        budget(GIB, "-max-memory", "100000000"));
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
  void oneBlockMustFit() {
    assertEquals(
        "one block of 64 MiB does not fit into half of the JVM's direct memory of 127 MiB;"
            + " start it with -XX:MaxDirectMemorySize=128m",
        refusal(127 * MIB));
  }
}
