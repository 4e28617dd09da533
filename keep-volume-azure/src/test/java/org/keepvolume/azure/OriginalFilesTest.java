// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSchemas;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.store.MountOptions;

/** Volumes of the original's config files, with every parameter that a driver of Azure had. */
final class OriginalFilesTest {
  private static final String UUID = "zzzzz-nyw5e-000000000000000";
  private static final VolumeSchemas SCHEMAS =
      VolumeSchemas.of(List.of(AzureKeys.SCHEMA), List.of());

  private static Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("StorageAccountName", "acct");
    parameters.put("StorageAccountKey", Canaries.KEY);
    parameters.put("ContainerName", "blocks");
    parameters.put("StorageBaseURL", "core.chinacloudapi.cn");
    parameters.put("RequestTimeout", "10m");
    parameters.put("ListBlobsRetryDelay", "5s");
    parameters.put("ListBlobsMaxAttempts", 10);
    parameters.put("MaxGetBytes", 0);
    parameters.put("WriteRaceInterval", "20s");
    parameters.put("WriteRacePollTime", "1s");
    return parameters;
  }

  private static VolumeSpec cluster(Map<String, ?> volume) throws Exception {
    return VolumeMaps.parseCluster(Map.of(UUID, volume), "http://keep0:25107/", SCHEMAS).get(0);
  }

  private static void assertRead(VolumeSpec spec) throws Exception {
    AzureAccount account = AccountKeys.account(spec.config(), warning -> {});
    assertEquals(
        "acct at https://acct.blob.core.chinacloudapi.cn, opened by account key",
        account.toString());
    assertEquals("blocks", spec.config().get(AzureKeys.CONTAINER));
    AzureLimits limits = AzureKeys.options(spec.config()).limits();
    assertEquals(Duration.ofMinutes(10), limits.data());
    assertEquals(Duration.ofSeconds(5), limits.listDelay());
    assertEquals(10, limits.listAttempts());
    Canaries.assertHidden(spec.toString());
  }

  @Test
  void clusterFileWithEveryParameter() throws Exception {
    VolumeSpec spec =
        cluster(
            Map.of(
                "AccessViaHosts",
                Map.of("http://keep0:25107", Map.of("ReadOnly", false)),
                "ReadOnly",
                true,
                "AllowTrashWhenReadOnly",
                true,
                "Replication",
                2,
                "StorageClasses",
                Map.of("archive", true),
                "Driver",
                "Azure",
                "DriverParameters",
                parameters()));
    assertRead(spec);
    AzureOptions options = AzureKeys.options(spec.config());
    assertEquals(64L << 20, options.maxGetBytes());
    assertEquals(Duration.ofSeconds(20), options.writeRaceInterval());
    assertEquals(
        MountOptions.defaults()
            .withId(UUID)
            .withAccess(Access.READ_TRASH)
            .withReplication(2)
            .withStorageClasses(Set.of("archive")),
        spec.options());
  }

  @Test
  void sampleOfTheClusterFile() throws Exception {
    Map<String, Object> parameters = parameters();
    parameters.put("StorageBaseURL", "core.windows.net");
    parameters.put("RequestTimeout", "30s");
    VolumeSpec spec = cluster(Map.of("Driver", "Azure", "DriverParameters", parameters));
    assertEquals(1, spec.options().replication());
    AzureLimits limits = AzureKeys.options(spec.config()).limits();
    assertEquals(Duration.ofSeconds(30), limits.data());
    assertEquals(Duration.ofSeconds(30), limits.progress());
  }

  @Test
  void olderFileWithEveryParameter() throws Exception {
    Map<String, Object> volume = parameters();
    volume.remove("StorageAccountKey");
    volume.remove("MaxGetBytes");
    volume.remove("WriteRaceInterval");
    volume.remove("WriteRacePollTime");
    volume.put("Type", "Azure");
    volume.put("StorageAccountKeyFile", "/etc/keep/acct.key");
    volume.put("AzureReplication", 4);
    volume.put("ReadOnly", true);
    volume.put("StorageClasses", List.of("archive"));
    VolumeSpec spec = VolumeMaps.parseKeepstore(List.of(volume), SCHEMAS).get(0);
    assertEquals("/etc/keep/acct.key", spec.config().get(AccountKeys.KEY_FILE).path().toString());
    assertEquals(
        MountOptions.defaults()
            .withAccess(Access.READ_ONLY)
            .withReplication(4)
            .withStorageClasses(Set.of("archive")),
        spec.options());
    volume.remove("StorageAccountKeyFile");
    volume.remove("AzureReplication");
    volume.put("StorageAccountKey", Canaries.KEY);
    spec = VolumeMaps.parseKeepstore(List.of(volume), SCHEMAS).get(0);
    assertRead(spec);
    assertEquals(3, spec.options().replication());
  }
}
