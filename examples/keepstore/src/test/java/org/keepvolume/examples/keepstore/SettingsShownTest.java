// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.VolumeConfig;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the command prints and ends: help, version, and the settings in force. */
class SettingsShownTest {
  @TempDir private Path scratch;

  @Test
  void helpNamesEveryFlagAndIsNoMistake() {
    for (String help : List.of("-h", "-help", "--help")) {
      Ran ran = Ran.with("-s3-region", "x", help);
      assertEquals(0, ran.code());
      assertEquals("", ran.err());
      for (ConfigKey<?> key : KeepstoreKeys.SCHEMA.keys()) {
        assertTrue(ran.out().contains("\n  -" + key.name()), key.name());
      }
      assertTrue(ran.out().contains("-azure-storage-container-volume"), ran.out());
      assertTrue(ran.out().contains("-volume, -volumes"), ran.out());
    }
  }

  @Test
  void versionIsOneLine() {
    Ran ran = Ran.with("-version");
    assertEquals(0, ran.code());
    assertTrue(ran.out().matches("keepstore .* \\(Keep Volume\\)\n"), ran.out());
  }

  @SuppressWarnings("unchecked") // YAML of a known form
  private static Map<String, Object> dump(String... flags) {
    Ran ran = Ran.with(flags);
    assertEquals(0, ran.code(), ran.err());
    return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(ran.out());
  }

  @Test
  void settingsInForceAreYamlInTheOrderOfTheFlags() {
    String disk = scratch.toString();
    Map<String, Object> all =
        dump(
            "-readonly",
            "-volume",
            disk,
            "-readonly=false",
            "-volumes",
            disk + "1," + disk + "2",
            "-permission-ttl",
            "60",
            "-max-requests=7",
            "--trash-lifetime=1h",
            "-dump-config");
    assertEquals(":25107", all.get("listen"));
    assertEquals("7", all.get("max-requests"));
    assertEquals("60s", all.get("blob-signature-ttl"));
    assertEquals("3600s", all.get("trash-lifetime"));
    List<?> volumes = (List<?>) all.get("volumes");
    assertEquals(3, volumes.size());
    assertEquals(disk, ((Map<?, ?>) volumes.get(0)).get("root"));
    assertEquals("true", ((Map<?, ?>) volumes.get(0)).get("readonly"));
    assertEquals(disk + "2", ((Map<?, ?>) volumes.get(2)).get("root"));
    assertEquals("false", ((Map<?, ?>) volumes.get(2)).get("readonly"));
  }

  @Test
  void memoryAndRequestsAreShownAsTheyComeTo() throws Exception {
    String disk = scratch.toString();
    Map<String, Object> unset = dump("-volume", disk, "-dump-config");
    VolumeConfig none = VolumeConfig.builder(KeepstoreKeys.SCHEMA).build();
    long memory = MemoryBudget.of(none, MemoryBudget.directLimit()).bytes();
    assertEquals(Long.toString(memory), unset.get("max-memory"));
    assertEquals(Integer.toString(Settings.requests(none, memory)), unset.get("max-requests"));
    Map<String, Object> set = dump("-volume", disk, "-max-buffers", "100", "-dump-config");
    assertEquals("100", set.get("max-buffers"));
    assertEquals("6710886400", set.get("max-memory"));
    assertEquals("200", set.get("max-requests"));
    List<String> names = List.copyOf(set.keySet());
    assertEquals(names.indexOf("max-buffers") + 1, names.indexOf("max-memory"));
    assertEquals(names.indexOf("max-memory") + 1, names.indexOf("max-requests"));
  }

  @Test
  void durationsAreShownToTheNanosecond() {
    Map<String, Object> all =
        dump(
            "-volume",
            scratch.toString(),
            "-trash-lifetime",
            "500ms",
            "-blob-signature-ttl",
            "1m0.000000001s",
            "-queue-limit",
            "1s500us",
            "-dump-config");
    assertEquals("0.5s", all.get("trash-lifetime"));
    assertEquals("60.000000001s", all.get("blob-signature-ttl"));
    assertEquals("1s500us", all.get("queue-limit"));
    assertEquals(
        "0s",
        dump("-volume", scratch.toString(), "-trash-lifetime", "0", "-dump-config")
            .get("trash-lifetime"));
  }

  @Test
  void settingsThatDoNotLetItStartAreShownAllTheSame() {
    Map<String, Object> all =
        dump(
            "-volume",
            scratch.resolve("missing").toString(),
            "-data-manager-token-file",
            scratch.resolve("token").toString(),
            "-max-memory",
            "1TiB",
            "-dump-config");
    assertEquals(scratch.resolve("token").toString(), all.get("data-manager-token-file"));
    assertEquals("1099511627776", all.get("max-memory"));
    assertEquals("32768", all.get("max-requests"));
  }

  @Test
  void oldSpellingsAreTakenAndWarnedOf() {
    String disk = scratch.toString();
    Ran ran = Ran.with("-volumes", disk + "1," + disk + "2", "-dump-config");
    assertEquals(0, ran.code());
    assertTrue(
        ran.err().contains(" WARN argument 1: a list in -volumes is deprecated; repeat the flag\n"),
        ran.err());
    assertTrue(
        ran.err().contains(" WARN argument 1: -volumes is deprecated; use -volume\n"), ran.err());
  }

  @Test
  void settingBehindTheLastVolumeIsWarnedOf() {
    Ran ran = Ran.with("-volume", scratch.toString(), "-readonly", "-dump-config");
    assertEquals(0, ran.code());
    assertTrue(
        ran.err()
            .endsWith(" WARN argument 3: -readonly has no effect, since no volume follows it\n"),
        ran.err());
  }
}
