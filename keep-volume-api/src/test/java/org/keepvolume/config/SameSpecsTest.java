// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.store.MountOptions;

/** Code, flags and config files name the same volume by the same spec. */
final class SameSpecsTest {
  private static final String ID = "zzzzz-nyw5e-000000000000000";

  @Test
  void aContainer() throws ConfigException {
    VolumeConfig config =
        VolumeConfig.builder(TestSchemas.AZURE)
            .set(TestSchemas.ACCOUNT, "acct")
            .set(TestSchemas.KEY, Secret.of("k=="))
            .set(TestSchemas.CONTAINER, "blocks")
            .set(TestSchemas.TIMEOUT, Duration.ofSeconds(90))
            .set(TestSchemas.MAX_GET, 1L << 20)
            .build();
    VolumeSpec code =
        new VolumeSpec(
            config,
            MountOptions.defaults()
                .withReplication(2)
                .withAccess(Access.READ_TRASH)
                .withSerialized(true)
                .withStorageClasses(Set.of("hot", "new")));
    assertEquals(
        List.of(code),
        TestSchemas.flags(
                "-readonly -allow-trash-when-readonly -serialize -storage-classes new,hot"
                    + " -azure-storage-replication 2 -azure-storage-account-key k=="
                    + " -azure-request-timeout 1m30s -azure-storage-account-name acct"
                    + " -azure-storage-container-volume blocks -azure-max-get-bytes 0x100000")
            .volumes());
    assertEquals(
        List.of(code),
        VolumeMaps.parse(
            List.of(
                Map.ofEntries(
                    entry("type", "azure"),
                    entry("storage-account-name", "acct"),
                    entry("storage-account-key", "k=="),
                    entry("container-name", "blocks"),
                    entry("request-timeout", "PT90S"),
                    entry("max-get-bytes", "1MiB"),
                    entry("readonly", true),
                    entry("allow-trash-when-readonly", true),
                    entry("serialize", true),
                    entry("replication", 2),
                    entry("storage-classes", List.of("hot", "new")))),
            TestSchemas.ALL));
    assertEquals(
        List.of(new VolumeSpec(config, code.options().withId(ID))),
        VolumeMaps.parseCluster(
            TestSchemas.cluster(
                Map.of(
                    "Driver",
                    "Azure",
                    "Replication",
                    2,
                    "ReadOnly",
                    true,
                    "AllowTrashWhenReadOnly",
                    true,
                    "StorageClasses",
                    Map.of("hot", true, "new", true),
                    "DriverParameters",
                    Map.of(
                        "StorageAccountName", "acct",
                        "StorageAccountKey", "k==",
                        "ContainerName", "blocks",
                        "RequestTimeout", "90s",
                        "MaxGetBytes", 1048576,
                        "Serialize", true))),
            "",
            TestSchemas.ALL));
  }

  @Test
  void aDirectory() throws ConfigException {
    VolumeSpec code =
        new VolumeSpec(
            VolumeConfig.builder(TestSchemas.POSIX)
                .set(TestSchemas.ROOT, Path.of("/data/disk0"))
                .set(TestSchemas.DURABILITY, TestSchemas.Durability.DATA_ONLY)
                .build(),
            MountOptions.defaults().withSerialized(true).withReplication(2));
    assertEquals(
        List.of(code),
        TestSchemas.flags(
                "-serialize -replication 2 -posix-durability data-only -volume /data/disk0")
            .volumes());
    assertEquals(
        List.of(code),
        VolumeMaps.parse(
            List.of(
                Map.of(
                    "type", "posix",
                    "root", "/data/disk0",
                    "durability", "data-only",
                    "serialize", true,
                    "replication", 2)),
            TestSchemas.ALL));
    assertEquals(
        List.of(code),
        VolumeMaps.parseKeepstore(
            List.of(
                Map.of(
                    "Type", "Directory",
                    "Root", "/data/disk0",
                    "Durability", "data-only",
                    "Serialize", true,
                    "DirectoryReplication", 2)),
            TestSchemas.ALL));
  }
}
