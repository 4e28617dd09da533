// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.keepvolume.config.TestSchemas.cluster;
import static org.keepvolume.config.TestSchemas.posix;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.store.MountOptions;

/** Volumes in the two config files of the original. */
final class ClusterVolumesTest {
  private static final String URL = "http://keep0.example:25107";
  private static final Map<String, ?> DISK =
      Map.of("Driver", "Directory", "DriverParameters", Map.of("Root", "/a"));
  private static final MountOptions MOUNT =
      MountOptions.defaults().withId("zzzzz-nyw5e-000000000000000");

  private static List<VolumeSpec> parse(Map<String, ?> volume) throws ConfigException {
    return VolumeMaps.parseCluster(cluster(volume), URL, TestSchemas.ALL);
  }

  private static List<VolumeSpec> old(Map<String, ?> volume) throws ConfigException {
    return VolumeMaps.parseKeepstore(List.of(volume), TestSchemas.ALL);
  }

  private static Map<String, Object> disk(String key, Object value) {
    Map<String, Object> volume = new HashMap<>(DISK);
    volume.put(key, value);
    return volume;
  }

  private static MountOptions options(String key, Object value) throws ConfigException {
    return parse(disk(key, value)).get(0).options();
  }

  private static String problem(Map<String, ?> volume) {
    String message = assertThrows(ConfigException.class, () -> parse(volume)).getMessage();
    String where = "Volumes.zzzzz-nyw5e-000000000000000";
    assertEquals(where, message.substring(0, where.length()));
    return message.substring(where.length());
  }

  @Test
  void aDirectoryNeedsItsRoot() throws ConfigException {
    assertEquals(List.of(new VolumeSpec(posix("/a"), MOUNT)), parse(DISK));
    assertEquals(
        ".DriverParameters: Root is not set; expected a path",
        problem(Map.of("Driver", "Directory")));
  }

  @Test
  void everyKeyOfAVolumeIsTaken() throws ConfigException {
    assertEquals(MOUNT.withReplication(2), options("Replication", 2));
    assertEquals(MOUNT, options("Replication", 0));
    assertEquals(MOUNT, options("Replication", -7));
    assertEquals(MOUNT.withAccess(Access.READ_ONLY), options("ReadOnly", true));
    assertEquals(MOUNT, options("AllowTrashWhenReadOnly", true));
    Map<String, Object> both = disk("ReadOnly", true);
    both.put("AllowTrashWhenReadOnly", true);
    assertEquals(MOUNT.withAccess(Access.READ_TRASH), parse(both).get(0).options());
    assertEquals(
        MOUNT.withStorageClasses(Set.of("hot")),
        options("StorageClasses", Map.of("hot", true, "cold", false)));
    assertEquals(MOUNT, options("StorageClasses", Map.of()));
    assertEquals(
        MOUNT.withSerialized(true),
        options("DriverParameters", Map.of("Root", "/a", "Serialize", true)));
  }

  @Test
  void everyParameterOfADriverIsTaken() throws ConfigException {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("StorageAccountName", "a");
    parameters.put("StorageAccountKey", "MARKER==");
    parameters.put("ContainerName", "c");
    parameters.put("StorageBaseURL", "core.windows.net");
    parameters.put("RequestTimeout", "30s");
    parameters.put("ListBlobsMaxAttempts", 10);
    parameters.put("MaxGetBytes", 1 << 20);
    VolumeSpec spec = parse(Map.of("Driver", "Azure", "DriverParameters", parameters)).get(0);
    assertEquals(Secret.of("MARKER=="), spec.config().get(TestSchemas.KEY));
    assertEquals(Duration.ofSeconds(30), spec.config().get(TestSchemas.TIMEOUT));
    assertEquals(
        "azure{storage-account-name=a, storage-account-key=<redacted>, container-name=c,"
            + " storage-base-url=core.windows.net, request-timeout=30s,"
            + " list-blobs-max-attempts=10, max-get-bytes=1MiB}",
        spec.config().toString());
    assertEquals(MOUNT, spec.options());
  }

  @Test
  void aVolumeIsReachedViaTheHostsThatItNames() throws ConfigException {
    Map<String, ?> other = Map.of("http://keep1.example:25107", Map.of());
    assertEquals(List.of(), parse(disk("AccessViaHosts", other)));
    assertEquals(
        1,
        VolumeMaps.parseCluster(cluster(disk("AccessViaHosts", other)), "", TestSchemas.ALL)
            .size());
    assertEquals(MOUNT, options("AccessViaHosts", Map.of()));
    assertEquals(MOUNT, options("AccessViaHosts", Map.of(URL, Map.of())));
    assertEquals(MOUNT, options("AccessViaHosts", Map.of(URL + "/", Map.of("ReadOnly", false))));
    Map<String, Object> nothing = new HashMap<>();
    nothing.put(URL, null);
    assertEquals(MOUNT, options("AccessViaHosts", nothing));
  }

  @Test
  void aHostThatMayOnlyReadTrashesNothing() throws ConfigException {
    Map<String, Object> volume = disk("AccessViaHosts", Map.of(URL, Map.of("ReadOnly", true)));
    volume.put("AllowTrashWhenReadOnly", true);
    assertEquals(MOUNT.withAccess(Access.READ_ONLY), parse(volume).get(0).options());
  }

  @Test
  void aVolumeOfOtherHostsIsNotJudged() throws ConfigException {
    Map<String, ?> other =
        Map.of("Driver", "S3", "AccessViaHosts", Map.of("http://keep1.example:25107", Map.of()));
    assertEquals(List.of(), parse(other));
    assertThrows(
        ConfigException.class, () -> VolumeMaps.parseCluster(cluster(other), "", TestSchemas.ALL));
  }

  @Test
  void mistakesNameTheKeyAsTheFileHasIt() {
    assertEquals(
        ": Driver is \"Drectory\"; did you mean Directory?; expected one of Azure, Directory",
        problem(Map.of("Driver", "Drectory")));
    assertEquals(": Driver is not set; expected one of Azure, Directory", problem(Map.of()));
    assertEquals(
        ": Driver is a list; expected one value", problem(disk("Driver", List.of("Azure"))));
    assertEquals(": ReadOnly is \"yes\": expected true or false", problem(disk("ReadOnly", "yes")));
    assertEquals(
        ": Replication is \"many\": expected a whole number from 1 to 1000",
        problem(disk("Replication", "many")));
    assertEquals(
        ".AccessViaHosts: expected keys and values, not a list",
        problem(disk("AccessViaHosts", List.of(URL))));
    assertEquals(
        ".AccessViaHosts."
            + URL
            + ": unknown key Readonyl; did you mean ReadOnly?; known keys are"
            + " ReadOnly",
        problem(disk("AccessViaHosts", Map.of(URL, Map.of("Readonyl", true)))));
    assertEquals(
        ".DriverParameters: unknown key Rot; did you mean Root?; known keys are Root, Durability,"
            + " MinFree, LinkedDirectories, Serialize",
        problem(disk("DriverParameters", Map.of("Rot", "/a"))));
    assertEquals(
        ".DriverParameters: expected keys and values, not one value",
        problem(disk("DriverParameters", "/a")));
  }

  @Test
  void aTypoAboveTheParametersIsOneMistake() {
    assertEquals(
        ": unknown key DriverParameter; did you mean DriverParameters?; known keys are"
            + " AccessViaHosts, Driver, DriverParameters, Replication, ReadOnly,"
            + " AllowTrashWhenReadOnly, StorageClasses",
        problem(Map.of("Driver", "Directory", "DriverParameter", Map.of("Root", "/a"))));
  }

  @Test
  void theUuidIsTheMountsId() {
    assertEquals(
        "Volumes.a b: the uuid is \"a b\": expected 1 to 100 letters, digits, dots, underlines and"
            + " dashes",
        assertThrows(
                ConfigException.class,
                () -> VolumeMaps.parseCluster(Map.of("a b", DISK), "", TestSchemas.ALL))
            .getMessage());
  }

  @Test
  void everyKeyOfAnOlderDirectoryIsTaken() throws ConfigException {
    assertEquals(
        List.of(
            new VolumeSpec(
                posix("/a"),
                MountOptions.defaults()
                    .withAccess(Access.READ_ONLY)
                    .withSerialized(true)
                    .withReplication(2)
                    .withStorageClasses(Set.of("hot", "new")))),
        old(
            Map.of(
                "Type",
                "Directory",
                "Root",
                "/a",
                "ReadOnly",
                true,
                "Serialize",
                true,
                "DirectoryReplication",
                2,
                "StorageClasses",
                List.of("hot", "new"))));
  }

  @Test
  void everyKeyOfAnOlderContainerIsTaken() throws ConfigException {
    VolumeSpec spec =
        old(Map.of(
                "Type", "Azure",
                "StorageAccountName", "a",
                "StorageAccountKeyFile", "/k",
                "StorageBaseURL", "core.windows.net",
                "ContainerName", "c",
                "AzureReplication", 2,
                "ReadOnly", false,
                "RequestTimeout", "1m30s",
                "ListBlobsMaxAttempts", 5))
            .get(0);
    assertEquals(
        "azure{storage-account-name=a, storage-account-key-file=/k, container-name=c,"
            + " storage-base-url=core.windows.net, request-timeout=1m30s,"
            + " list-blobs-max-attempts=5}",
        spec.config().toString());
    assertEquals(MountOptions.defaults().withReplication(2), spec.options());
  }

  @Test
  void mistakesInTheOlderFileAreNumberedFromZeroAsItsErrorsWere() {
    assertEquals(
        """
        Volumes.0: unknown key AzureReplication; known keys \
        are Type, DirectoryReplication, ReadOnly, AllowTrashWhenReadOnly, StorageClasses, Root, \
        Durability, MinFree, LinkedDirectories, Serialize""",
        assertThrows(
                ConfigException.class,
                () -> old(Map.of("Type", "Directory", "Root", "/a", "AzureReplication", 2)))
            .getMessage());
  }

  @Test
  void withoutReplicationTheOlderFileHasTheTypesOwn() throws ConfigException {
    Map<String, Object> azure = new HashMap<>();
    azure.put("Type", "Azure");
    azure.put("StorageAccountName", "a");
    azure.put("StorageAccountKeyFile", "/k");
    azure.put("ContainerName", "c");
    assertEquals(3, old(azure).get(0).options().replication());
    azure.put("AzureReplication", 0);
    assertEquals(1, old(azure).get(0).options().replication());
  }

  @Test
  void aTypoOfTheDriverIsOneMistake() {
    String expected = "; did you mean %s?; expected one of Azure, Directory";
    assertEquals(
        ": unknown key Drivr" + expected.formatted("Driver"),
        problem(Map.of("Drivr", "Directory", "DriverParameters", Map.of("Root", "/a"))));
    assertEquals(
        "Volumes.0: unknown key Typ" + expected.formatted("Type"),
        assertThrows(ConfigException.class, () -> old(Map.of("Typ", "Directory", "Root", "/a")))
            .getMessage());
  }
}
