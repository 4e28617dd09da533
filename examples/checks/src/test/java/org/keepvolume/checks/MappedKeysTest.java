// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;

/** No key is only parsed: each has a test of where its value arrives. */
class MappedKeysTest {
  private static final String AZURE =
      "keep-volume-azure/src/test/java/org/keepvolume/azure/AzureKeysTest.java";
  private static final String POSIX =
      "keep-volume-posix/src/test/java/org/keepvolume/posix/PosixKeysTest.java";
  private static final String MEMORY =
      "keep-volume-testkit/src/test/java/org/keepvolume/testkit/memory/"
          + "InMemoryVolumeProviderTest.java";

  /** Each key of a provider on the class path, and the test that sees its value arrive. */
  private static final Map<String, String> TESTS =
      Map.ofEntries(
          Map.entry("azure.blob-prefix", AZURE),
          Map.entry("azure.blob-sharded", AZURE),
          Map.entry("azure.container-name", AZURE),
          Map.entry("azure.control-limit", AZURE),
          Map.entry("azure.create-container", AZURE),
          Map.entry("azure.index-parallelism", AZURE),
          Map.entry("azure.list-blobs-max-attempts", AZURE),
          Map.entry("azure.list-blobs-retry-delay", AZURE),
          Map.entry("azure.max-attempts", AZURE),
          Map.entry("azure.max-get-bytes", AZURE),
          Map.entry("azure.max-requests", AZURE),
          Map.entry("azure.parallel-ranges", AZURE),
          Map.entry("azure.progress-limit", AZURE),
          Map.entry("azure.request-timeout", AZURE),
          Map.entry("azure.service-version", AZURE),
          Map.entry("azure.storage-account-key", AZURE),
          Map.entry("azure.storage-account-key-file", AZURE),
          Map.entry("azure.storage-account-name", AZURE),
          Map.entry("azure.storage-connection-string", AZURE),
          Map.entry("azure.storage-connection-string-file", AZURE),
          Map.entry("azure.storage-endpoint", AZURE),
          Map.entry("azure.storage-endpoint-suffix", AZURE),
          Map.entry("azure.storage-sas-token", AZURE),
          Map.entry("azure.storage-sas-token-file", AZURE),
          Map.entry("azure.sweep-parallelism", AZURE),
          Map.entry("azure.write-race-interval", AZURE),
          Map.entry("azure.write-race-poll-time", AZURE),
          Map.entry("memory.device", MEMORY),
          Map.entry("posix.directory-mode", POSIX),
          Map.entry("posix.durability", POSIX),
          Map.entry("posix.file-mode", POSIX),
          Map.entry("posix.index-threads", POSIX),
          Map.entry("posix.linked-directories", POSIX),
          Map.entry("posix.min-free", POSIX),
          Map.entry("posix.progress-limit", POSIX),
          Map.entry("posix.root", POSIX),
          Map.entry("posix.total-limit", POSIX));

  @Test
  void everyKeyOfEveryProviderHasAMappingTest() {
    VolumeProviders providers = VolumeProviders.load(MappedKeysTest.class.getClassLoader());
    assertEquals(List.of(), providers.broken());
    TreeSet<String> keys = new TreeSet<>();
    for (VolumeProvider provider : providers.all()) {
      for (ConfigKey<?> key : provider.schema().keys()) {
        keys.add(provider.type() + "." + key.name());
      }
    }
    assertEquals(TESTS.keySet(), keys, "write a test of where the value arrives, and name it here");
  }

  @Test
  void namedTestsSpeakOfTheirKeys() throws IOException {
    for (Map.Entry<String, String> test : TESTS.entrySet()) {
      String key = test.getKey().substring(test.getKey().indexOf('.') + 1);
      assertTrue(
          Repository.read(test.getValue()).matches("(?s).*[\"-]" + key + "\".*"), test.toString());
    }
  }
}
