// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.config.VolumeSchemas;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.store.MountOptions;

/** Volumes of a file, in each form that is known. */
class ConfigFileTest {
  private static final VolumeSchemas SCHEMAS =
      VolumeProviders.load(ConfigFileTest.class.getClassLoader()).schemas();

  @TempDir Path directory;

  private List<VolumeSpec> volumes(String text) throws CheckException, IOException {
    Path file = Files.writeString(directory.resolve("disks.yml"), text);
    return new ConfigFile(file).volumes(SCHEMAS);
  }

  private VolumeSpec volume(String text) throws CheckException, IOException {
    List<VolumeSpec> volumes = volumes(text);
    assertEquals(1, volumes.size(), volumes.toString());
    return volumes.get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        - type: posix
          root: /data/disk0
          replication: 2
          storage-classes: [archive]
        """,
        """
        other: x
        volumes:
        - {type: posix, root: /data/disk0, replication: 2, storage-classes: archive}
        """,
        """
        {"volumes": [{"type": "posix", "root": "/data/disk0", "replication": 2,
        "storage-classes": {"archive": true, "default": false}}]}
        """,
        """
        Debug: true
        Volumes:
        - Type: Directory
          Root: /data/disk0
          DirectoryReplication: 2
          StorageClasses:
          - archive
        """,
        """
        \uFEFF%YAML 1.1
        ---
        # of ours
        volumes:
        - type: posix\r
          root: '/data/disk0'\r
          replication: "2"
          storage-classes: archive
        ...
        """
      })
  void listOfVolumesIsReadInOurFormAndInTheOlderOneOfTheOriginal(String text) throws Exception {
    VolumeSpec volume = volume(text);
    assertEquals("posix", volume.type());
    assertEquals("/data/disk0", volume.config().toMap().get("root"));
    assertEquals(
        MountOptions.defaults().withReplication(2).withStorageClasses(Set.of("archive")),
        volume.options());
  }

  @Test
  void clusterOfTheOriginalIsReadWhateverElseItSets() throws Exception {
    VolumeSpec volume =
        volume(
            """
            Clusters:
              zzzzz:
                SystemRootToken: not-to-be-shown
                Services: &services
                  Keepstore:
                    InternalURLs: {"http://localhost:25107": {}}
                Again: *services
                Volumes:
                  zzzzz-nyw5e-000000000000000:
                    AccessViaHosts:
                      "http://other:25107": {ReadOnly: true}
                    Driver: Directory
                    DriverParameters:
                      Root: /data/disk0
                    Replication: 2
                    StorageClasses:
                      archive: true
            """);
    assertEquals("/data/disk0", volume.config().toMap().get("root"));
    assertEquals(
        MountOptions.defaults()
            .withId("zzzzz-nyw5e-000000000000000")
            .withReplication(2)
            .withStorageClasses(Set.of("archive")),
        volume.options());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0123", "1e10", "0x10", "1_000", "12.50", ".5", "yes", "2015-10-13", "'true'"})
  void textsThatLookLikeSomethingElseStayAsTheyAre(String device) throws Exception {
    Map<String, String> settings =
        volume("- type: memory\n  device: " + device + "\n").config().toMap();
    assertEquals(device.replace("'", ""), settings.get("device"));
  }

  @Test
  void settingsThatVolumesShareStandInAnAnchor() throws Exception {
    List<VolumeSpec> volumes =
        volumes(
            """
            common: &common
              type: posix
              replication: 3
            volumes:
            - <<: *common
              root: /a
            - {<<: *common, root: /b, replication: 1}
            """);
    assertEquals(
        List.of(3, 1), volumes.stream().map(volume -> volume.options().replication()).toList());
    assertEquals("/b", volumes.get(1).config().toMap().get("root"));
  }

  @Test
  void emptyValueIsOneThatIsNotSet() throws Exception {
    Map<String, String> settings =
        volume("- type: posix\n  root: /a\n  min-free:\n").config().toMap();
    assertTrue(!settings.containsKey("min-free"), settings.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.md", "writing-a-backend.md"})
  void exampleOfThePagesIsRead(String page) throws Exception {
    String text = Files.readString(Path.of("../../docs", page));
    String example = "volumes:\n" + text.split("```yaml\nvolumes:\n", 2)[1].split("```", 2)[0];
    VolumeSpec volume = volumes(example).get(0);
    assertEquals("posix{root=/data/disk0", volume.config().toString().split("[,}]", 2)[0]);
  }
}
