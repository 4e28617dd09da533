// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keepvolume.spi.VolumeProviders;

/** The manual's command line of two accounts, whose names no service takes as they stand. */
final class ContainerNamesTest {
  private static final String TWO_ACCOUNTS =
      "-readonly -volume /data/disk0 -volume /data/disk1 -readonly=false"
          + " -azure-storage-account-key-file ./firstaccount.key"
          + " -azure-storage-account-name firstaccount"
          + " -azure-storage-container-volume containerA"
          + " -azure-storage-container-volume containerB"
          + " -azure-storage-container-volume containerC"
          + " -azure-storage-account-key-file ./secondaccount.key"
          + " -azure-storage-account-name secondaccount"
          + " -azure-storage-container-volume containerX"
          + " -azure-storage-container-volume containerY"
          + " -azure-storage-container-volume containerZ";

  private static final VolumeProviders PROVIDERS =
      VolumeProviders.of(
          new TestProvider(TestSchemas.POSIX),
          new TestProvider(TestSchemas.AZURE, ContainerNamesTest::judge));

  private static List<ConfigProblem> judge(VolumeConfig config) {
    String name = config.get(TestSchemas.CONTAINER);
    if (name.matches("[a-z0-9-]{3,63}")) {
      return List.of();
    }
    return List.of(
        new ConfigProblem(
            TestSchemas.CONTAINER.name(),
            "expected 3 to 63 characters, lower case; did you mean "
                + Ascii.toLowerCase(name)
                + "?"));
  }

  private static void validate(String line) throws ConfigException {
    PROVIDERS.validate(TestSchemas.flags(line).volumes(), warning -> {});
  }

  @Test
  void everyNameIsRefusedWithTheOneThatWasMeant() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String account = i < 3 ? "firstaccount" : "secondaccount";
      String letter = "ABCXYZ".substring(i, i + 1);
      expected.add(
          "volume %d, azure{storage-account-name=%s, storage-account-key-file=./%s.key,"
                  .formatted(i + 3, account, account)
              + " container-name=container%s}: container-name: expected 3 to 63 characters,"
                  .formatted(letter)
              + " lower case; did you mean container%s?".formatted(Ascii.toLowerCase(letter)));
    }
    ConfigException thrown = assertThrows(ConfigException.class, () -> validate(TWO_ACCOUNTS));
    assertEquals(expected, thrown.problems().stream().map(ConfigProblem::toString).toList());
  }

  @Test
  void theNamesThatWereMeantAreTaken() throws ConfigException {
    validate(Ascii.toLowerCase(TWO_ACCOUNTS));
  }
}
