// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSchemas;

/** Every setting arrives in the options or the account, and has the options' default. */
final class AzureKeysTest {
  private static final VolumeSchemas SCHEMAS =
      VolumeSchemas.of(List.of(AzureKeys.SCHEMA), List.of());

  /** A setting as text, where it must arrive, and as what. */
  private record Mapping(String text, Function<AzureOptions, Object> option, Object value) {}

  private static final Map<String, Mapping> MAPPINGS =
      Map.ofEntries(
          Map.entry("blob-prefix", new Mapping("keep/", o -> o.naming().prefix(), "keep/")),
          Map.entry("blob-sharded", new Mapping("true", o -> o.naming().isSharded(), true)),
          Map.entry("max-get-bytes", new Mapping("1MiB", AzureOptions::maxGetBytes, 1L << 20)),
          Map.entry("parallel-ranges", new Mapping("5", AzureOptions::parallelRanges, 5)),
          Map.entry("index-parallelism", new Mapping("6", AzureOptions::indexParallelism, 6)),
          Map.entry("sweep-parallelism", new Mapping("7", AzureOptions::sweepParallelism, 7)),
          Map.entry("max-requests", new Mapping("9", AzureOptions::maxRequests, 9)),
          Map.entry(
              "request-timeout",
              new Mapping("10m", o -> o.limits().data(), Duration.ofMinutes(10))),
          Map.entry(
              "control-limit",
              new Mapping("45s", o -> o.limits().control(), Duration.ofSeconds(45))),
          Map.entry(
              "progress-limit",
              new Mapping("5s", o -> o.limits().progress(), Duration.ofSeconds(5))),
          Map.entry("max-attempts", new Mapping("2", o -> o.limits().attempts(), 2)),
          Map.entry("list-blobs-max-attempts", new Mapping("3", o -> o.limits().listAttempts(), 3)),
          Map.entry(
              "list-blobs-retry-delay",
              new Mapping("1s", o -> o.limits().listDelay(), Duration.ofSeconds(1))),
          Map.entry(
              "write-race-interval",
              new Mapping("20s", AzureOptions::writeRaceInterval, Duration.ofSeconds(20))),
          Map.entry(
              "service-version",
              new Mapping("2021-12-02", AzureOptions::serviceVersion, "2021-12-02")),
          Map.entry("create-container", new Mapping("true", AzureOptions::createContainer, true)));

  /** Those of the account, whose tests stand below, and those that arrive nowhere else. */
  private static final Set<String> OTHERS =
      Set.of(
          "container-name",
          "storage-account-name",
          "storage-account-key-file",
          "storage-account-key",
          "storage-sas-token-file",
          "storage-sas-token",
          "storage-connection-string-file",
          "storage-connection-string",
          "storage-endpoint",
          "storage-endpoint-suffix",
          "write-race-poll-time");

  @TempDir Path dir;

  private static VolumeConfig parse(Map<String, String> settings) throws Exception {
    Map<String, String> volume = new HashMap<>(settings);
    volume.put("type", "azure");
    volume.putIfAbsent("container-name", "blocks");
    return VolumeMaps.parse(List.of(volume), SCHEMAS).get(0).config();
  }

  private static VolumeConfig ofEmulator(String key, String text) throws Exception {
    return parse(Map.of("storage-account-name", "devstoreaccount1", key, text));
  }

  private static AzureAccount account(String... settings) throws Exception {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return AccountKeys.account(parse(map), warning -> {});
  }

  private String file(String secret) throws Exception {
    return Files.writeString(dir.resolve("secret"), secret + "\n").toString();
  }

  @Test
  void everyKeyOfTheSchemaHasATest() {
    Set<String> tested = new TreeSet<>(MAPPINGS.keySet());
    tested.addAll(OTHERS);
    assertEquals(
        tested,
        AzureKeys.SCHEMA.keys().stream()
            .map(ConfigKey::name)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everySettingArrivesInItsOptionAloneAndOtherOptionsKeepTheirDefaults() throws Exception {
    for (Map.Entry<String, Mapping> set : MAPPINGS.entrySet()) {
      AzureOptions options = AzureKeys.options(ofEmulator(set.getKey(), set.getValue().text));
      MAPPINGS.forEach(
          (key, mapping) -> {
            Object byDefault = mapping.option.apply(AzureOptions.defaults());
            assertNotEquals(byDefault, mapping.value, key);
            assertEquals(
                key.equals(set.getKey()) ? mapping.value : byDefault,
                mapping.option.apply(options),
                key + " with " + set.getKey() + " set");
          });
    }
  }

  @Test
  void defaultsAreThoseOfTheOriginalButForTheTimeOfARequest() throws Exception {
    AzureOptions options = AzureKeys.options(ofEmulator("container-name", "blocks"));
    assertEquals(64L << 20, options.maxGetBytes());
    assertEquals(Duration.ofMinutes(5), options.limits().data());
    assertEquals(Duration.ofMinutes(1), options.limits().control());
    assertEquals(Duration.ofSeconds(30), options.limits().progress());
    assertEquals(4, options.limits().attempts());
    assertEquals(12, options.limits().listAttempts());
    assertEquals(Duration.ofSeconds(10), options.limits().listDelay());
    assertEquals(Duration.ofSeconds(15), options.writeRaceInterval());
    assertEquals(BlobNaming.plain(), options.naming());
    assertEquals("2025-11-05", options.serviceVersion());
    assertFalse(options.createContainer());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 67108864",
    "67108864, 67108864",
    "128MiB, 67108864",
    "1KiB, 1024",
    "0x100000, 1048576"
  })
  void whatIsNotLessThanABlockIsTheWholeBlock(String text, long expected) throws Exception {
    assertEquals(expected, AzureKeys.options(ofEmulator("max-get-bytes", text)).maxGetBytes());
  }

  @Test
  void shortTimeOfARequestShortensTheWaitForProgress() throws Exception {
    AzureLimits limits = AzureKeys.options(ofEmulator("request-timeout", "5s")).limits();
    assertEquals(Duration.ofSeconds(5), limits.progress());
    assertEquals(Duration.ofSeconds(5), limits.data());
    assertEquals(AzureLimits.defaults().control(), limits.control());
  }

  @Test
  void containerIsTheNameAsItIs() throws Exception {
    assertEquals("containerA", ofEmulator("container-name", "containerA").get(AzureKeys.CONTAINER));
  }

  @Test
  void valueAndFileOfEachCredentialMakeTheSameAccount() throws Exception {
    String key = Canaries.KEY;
    assertEquals(
        "acct at https://acct.blob.core.windows.net, opened by account key",
        account("storage-account-name", "acct", "storage-account-key", key).toString());
    assertEquals(
        "acct at https://acct.blob.core.windows.net, opened by account key",
        account("storage-account-name", "acct", "storage-account-key-file", file(key)).toString());
    assertEquals(
        "acct at https://acct.blob.core.windows.net, opened by SAS token",
        account("storage-account-name", "acct", "storage-sas-token", Canaries.SAS).toString());
    assertEquals(
        "acct at https://acct.blob.core.windows.net, opened by SAS token",
        account("storage-account-name", "acct", "storage-sas-token-file", file(Canaries.SAS))
            .toString());
    String connection = "AccountName=acct;AccountKey=" + key + ";EndpointSuffix=core.example.com";
    assertEquals(
        "acct at https://acct.blob.core.example.com, opened by account key",
        account("storage-connection-string", connection).toString());
    assertEquals(
        "acct at https://acct.blob.core.example.com, opened by account key",
        account("storage-connection-string-file", file(connection)).toString());
    assertEquals(
        "acct",
        account("storage-account-name", "acct", "storage-connection-string", connection).name());
  }

  @Test
  void placesArriveInTheAccount() throws Exception {
    assertEquals(
        "devstoreaccount1 at http://azurite:10000/devstoreaccount1, opened by account key",
        account(
                "storage-account-name",
                "devstoreaccount1",
                "storage-endpoint",
                "http://azurite:10000/devstoreaccount1")
            .toString());
    assertEquals(
        "acct at https://acct.blob.core.chinacloudapi.cn, opened by SAS token",
        account(
                "storage-account-name",
                "acct",
                "storage-sas-token",
                Canaries.SAS,
                "storage-endpoint-suffix",
                "core.chinacloudapi.cn")
            .toString());
    assertEquals(
        "devstoreaccount1 at http://127.0.0.1:10000/devstoreaccount1, opened by account key",
        account("storage-account-name", "devstoreaccount1").toString());
  }
}
