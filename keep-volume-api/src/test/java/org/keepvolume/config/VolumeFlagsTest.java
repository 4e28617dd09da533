// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.keepvolume.config.TestSchemas.azure;
import static org.keepvolume.config.TestSchemas.flags;
import static org.keepvolume.config.TestSchemas.posix;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.TrashPolicy;
import org.keepvolume.store.MountOptions;

/** Command lines, those of the original's manual among them, and the volumes that they make. */
final class VolumeFlagsTest {
  private static final MountOptions WRITABLE = MountOptions.defaults();
  private static final MountOptions READ_ONLY = WRITABLE.withAccess(Access.READ_ONLY);
  private static final MountOptions THREE = WRITABLE.withReplication(3);

  private static VolumeSpec first(String container) throws ConfigException {
    return new VolumeSpec(azure("firstaccount", "./firstaccount.key", container), THREE);
  }

  private static VolumeSpec second(String container) throws ConfigException {
    return new VolumeSpec(azure("secondaccount", "./secondaccount.key", container), THREE);
  }

  private static List<String> shell(String command) {
    List<String> words = List.of(command.replace("\\\n", "").trim().split("\\s+"));
    assertEquals("keepstore", words.get(0));
    return words.subList(1, words.size());
  }

  @Test
  void theManualsLocalVolumes() throws ConfigException {
    ParsedFlags parsed =
        flags(
            shell(
                """
                keepstore \\
                 -volume /data/disk0 -volume /data/disk1
                """));
    assertEquals(
        List.of(
            new VolumeSpec(posix("/data/disk0"), WRITABLE),
            new VolumeSpec(posix("/data/disk1"), WRITABLE)),
        parsed.volumes());
    assertEquals(List.of(), parsed.warnings());
  }

  @Test
  void theManualsReadOnlyDisksWithAContainerToWriteTo() throws ConfigException {
    ParsedFlags parsed =
        flags(
            shell(
                """
                keepstore \\
                 -readonly \\
                 -volume /data/disk0 -volume /data/disk1 \\
                 -readonly=false \\
                 -azure-storage-account-key-file ./exampleaccountname.key \\
                 -azure-storage-account-name exampleaccountname \\
                 -azure-storage-container-volume examplecontainername
                """));
    assertEquals(
        List.of(
            new VolumeSpec(posix("/data/disk0"), READ_ONLY),
            new VolumeSpec(posix("/data/disk1"), READ_ONLY),
            new VolumeSpec(
                azure("exampleaccountname", "./exampleaccountname.key", "examplecontainername"),
                THREE)),
        parsed.volumes());
    assertEquals(List.of(), parsed.warnings());
  }

  @Test
  void theManualsTwoAccounts() throws ConfigException {
    ParsedFlags parsed =
        flags(
            shell(
                """
                keepstore \\
                 -readonly \\
                 -volume /data/disk0 -volume /data/disk1 \\
                 -readonly=false \\
                 -azure-storage-account-key-file ./firstaccount.key \\
                 -azure-storage-account-name firstaccount \\
                 -azure-storage-container-volume containerA \\
                 -azure-storage-container-volume containerB \\
                 -azure-storage-container-volume containerC \\
                 -azure-storage-account-key-file ./secondaccount.key \\
                 -azure-storage-account-name secondaccount \\
                 -azure-storage-container-volume containerX \\
                 -azure-storage-container-volume containerY \\
                 -azure-storage-container-volume containerZ
                """));
    assertEquals(
        List.of(
            new VolumeSpec(posix("/data/disk0"), READ_ONLY),
            new VolumeSpec(posix("/data/disk1"), READ_ONLY),
            first("containerA"),
            first("containerB"),
            first("containerC"),
            second("containerX"),
            second("containerY"),
            second("containerZ")),
        parsed.volumes());
    assertEquals(List.of(), parsed.warnings());
  }

  @Test
  void settingsHoldForTheVolumesThatFollowUntilSetAgain() throws ConfigException {
    List<VolumeSpec> volumes =
        flags(
                "-volume /a -serialize -priority 7 -storage-classes hot,new -replication 2"
                    + " -allow-trash-when-readonly -volume /b -readonly -serialize=0 -volume /c"
                    + " -priority -1 -readonly=F -storage-classes cold -volume /d")
            .volumes();
    MountOptions b =
        WRITABLE
            .withSerialized(true)
            .withPriority(7)
            .withStorageClasses(Set.of("hot", "new"))
            .withReplication(2);
    MountOptions c = b.withSerialized(false).withAccess(Access.READ_TRASH);
    MountOptions d =
        c.withPriority(-1).withAccess(Access.READ_WRITE).withStorageClasses(Set.of("cold"));
    assertEquals(List.of(WRITABLE, b, c, d), volumes.stream().map(VolumeSpec::options).toList());
  }

  @Test
  void settingsOfATypeHoldForThatTypeAlone() throws ConfigException {
    List<VolumeSpec> volumes =
        flags(
                "-azure-storage-account-name a -azure-storage-account-key-file k"
                    + " -replication 2 -azure-storage-replication 5 -posix-durability none"
                    + " -volume /a -azure-storage-container-volume c")
            .volumes();
    assertEquals(2, volumes.get(0).options().replication());
    assertEquals(5, volumes.get(1).options().replication());
    assertEquals("posix{root=/a, durability=none}", volumes.get(0).config().toString());
    assertEquals(azure("a", "k", "c"), volumes.get(1).config());
  }

  @Test
  void globalFlagsHoldWhereverTheyStandAndTheLastOneWins() throws ConfigException {
    ParsedFlags parsed =
        flags(
            "-azure-storage-account-name a -azure-storage-account-key-file k"
                + " -azure-max-get-bytes 1000 -azure-storage-container-volume c"
                + " -azure-max-get-bytes 0x800 -trash-lifetime 1h -trash-lifetime 0"
                + " -permission-ttl 60 -listen :1 -listen :2 -never-delete");
    assertEquals(2048, parsed.volumes().get(0).config().get(TestSchemas.MAX_GET));
    assertEquals(new TrashPolicy(Duration.ofSeconds(60), Duration.ZERO), parsed.trashPolicy());
    assertEquals(":2", parsed.application().get(TestSchemas.LISTEN));
    assertEquals(true, parsed.application().get(TestSchemas.NEVER_DELETE));
    assertEquals(128, parsed.application().get(TestSchemas.MAX_BUFFERS));
    assertEquals(List.of(), parsed.warnings());
  }

  @Test
  void nothingGivenMeansTheDefaults() throws ConfigException {
    ParsedFlags parsed = flags("");
    assertEquals(List.of(), parsed.volumes());
    assertEquals(TrashPolicy.defaults(), parsed.trashPolicy());
    assertEquals(":25107", parsed.application().get(TestSchemas.LISTEN));
    assertEquals(WRITABLE, parsed.settingsAtEnd());
    assertFalse(parsed.helpWanted());
  }

  @Test
  void theSettingsAtTheEndAreForVolumesFoundOtherwise() throws ConfigException {
    ParsedFlags parsed = flags("-readonly -serialize");
    assertEquals(READ_ONLY.withSerialized(true), parsed.settingsAtEnd());
    assertEquals(List.of(), parsed.warnings());
  }

  @Test
  void commaListsAndTheOldNameAreTakenWithAWarning() throws ConfigException {
    ParsedFlags parsed = flags("-volume /a,/b -volumes /c");
    assertEquals(
        List.of(
            new VolumeSpec(posix("/a"), WRITABLE),
            new VolumeSpec(posix("/b"), WRITABLE),
            new VolumeSpec(posix("/c"), WRITABLE)),
        parsed.volumes());
    assertEquals(
        List.of(
            "argument 1: a list in -volume is deprecated; repeat the flag",
            "argument 3: -volumes is deprecated; use -volume"),
        parsed.warnings());
  }

  @Test
  void typesWithoutCommaListsTakeTheCommaAsItIs() throws ConfigException {
    ParsedFlags parsed =
        flags(
            "-azure-storage-account-name a -azure-storage-account-key-file k"
                + " -azure-storage-container-volume c,d");
    assertEquals("c,d", parsed.volumes().get(0).config().get(TestSchemas.CONTAINER));
  }

  @Test
  void aSettingThatNoVolumeFollowsIsWarnedAbout() throws ConfigException {
    assertEquals(
        List.of("argument 3: -readonly has no effect, since no volume follows it"),
        flags("-volume /a -readonly").warnings());
    assertEquals(
        List.of(
            "argument 1: -azure-storage-account-name has no effect, since no azure volume"
                + " follows it"),
        flags("-azure-storage-account-name a -volume /a").warnings());
    assertEquals(
        List.of(
            "argument 1: -azure-storage-replication has no effect, since no azure volume"
                + " follows it"),
        flags("-azure-storage-replication 2").warnings());
    assertEquals(List.of(), flags("-volume /a -trash-lifetime 1h -listen :1").warnings());
  }

  @Test
  void helpIsWantedDespiteMistakes() throws ConfigException {
    for (String line : List.of("-h", "--help", "-help -nonsense", "-volume x -h")) {
      assertEquals(true, flags(line).helpWanted(), line);
    }
  }

  @Test
  void theReplicationOfAllTypesEndsThatOfOne() throws ConfigException {
    List<VolumeSpec> volumes =
        flags(
                "-azure-storage-account-name a -azure-storage-account-key-file k"
                    + " -azure-storage-replication 5 -azure-storage-container-volume b"
                    + " -replication 2 -azure-storage-container-volume c"
                    + " -azure-storage-replication 4 -azure-storage-container-volume d -volume /a")
            .volumes();
    assertEquals(
        List.of(5, 2, 4, 2), volumes.stream().map(spec -> spec.options().replication()).toList());
  }
}
