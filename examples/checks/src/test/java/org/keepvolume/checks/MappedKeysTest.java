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
  private static final String POSIX =
      "keep-volume-posix/src/test/java/org/keepvolume/posix/PosixKeysTest.java";
  private static final String MEMORY =
      "keep-volume-testkit/src/test/java/org/keepvolume/testkit/memory/"
          + "InMemoryVolumeProviderTest.java";

  /** Each key of a provider on the class path, and the test that sees its value arrive. */
  private static final Map<String, String> TESTS =
      Map.of(
          "memory.device", MEMORY,
          "posix.directory-mode", POSIX,
          "posix.durability", POSIX,
          "posix.file-mode", POSIX,
          "posix.index-threads", POSIX,
          "posix.linked-directories", POSIX,
          "posix.min-free", POSIX,
          "posix.progress-limit", POSIX,
          "posix.root", POSIX,
          "posix.total-limit", POSIX);

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
