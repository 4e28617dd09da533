// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Configs made in code: they are held to what text is held to, and do not show secrets. */
final class VolumeConfigTest {
  private static List<ConfigProblem> problems(VolumeConfig.Builder builder) {
    return assertThrows(ConfigException.class, builder::build).problems();
  }

  private static VolumeConfig.Builder azure() {
    return VolumeConfig.builder(TestSchemas.AZURE)
        .set(TestSchemas.ACCOUNT, "acct")
        .set(TestSchemas.KEY, Secret.of("MARKER"))
        .set(TestSchemas.CONTAINER, "blocks");
  }

  @Test
  void valuesAreThoseSetOrTheDefaults() throws ConfigException {
    VolumeConfig config = azure().set(TestSchemas.ATTEMPTS, 5).build();
    assertEquals("acct", config.get(TestSchemas.ACCOUNT));
    assertEquals(5, config.get(TestSchemas.ATTEMPTS));
    assertEquals(Duration.ofMinutes(10), config.get(TestSchemas.TIMEOUT));
    assertEquals(Optional.empty(), config.find(TestSchemas.SAS));
    assertTrue(config.isSet(TestSchemas.ATTEMPTS));
    assertFalse(config.isSet(TestSchemas.TIMEOUT));
    assertEquals(TestSchemas.AZURE, config.schema());
    assertEquals(
        "sas-token is not set",
        assertThrows(NoSuchElementException.class, () -> config.get(TestSchemas.SAS)).getMessage());
  }

  @Test
  void valuesInForceAreShownInTheOrderOfTheSchemaWithoutSecrets() throws ConfigException {
    VolumeConfig config =
        azure()
            .set(TestSchemas.BASE_URL, URI.create("https://acct.example/?sig=MARKER"))
            .set(TestSchemas.ATTEMPTS, 5)
            .build();
    Map<String, String> shown = config.shown();
    assertEquals("acct", shown.get("storage-account-name"));
    assertEquals("<redacted>", shown.get("storage-account-key"));
    assertEquals("5", shown.get(TestSchemas.ATTEMPTS.name()));
    assertEquals("10m", shown.get(TestSchemas.TIMEOUT.name()), "a default is in force, too");
    assertFalse(shown.containsKey("sas-token"), "what is neither set nor has a default is not");
    assertFalse(shown.toString().contains("MARKER"), shown.toString());
    List<String> order =
        TestSchemas.AZURE.keys().stream().map(ConfigKey::name).filter(shown::containsKey).toList();
    assertEquals(order, List.copyOf(shown.keySet()));
    shown.clear(); // it is the caller's
    assertEquals("acct", config.shown().get("storage-account-name"));
  }

  @Test
  void keysOfAnotherSchemaAreRefused() throws ConfigException {
    VolumeConfig config = azure().build();
    assertThrows(IllegalArgumentException.class, () -> config.find(TestSchemas.ROOT));
    assertThrows(IllegalArgumentException.class, () -> config.get(TestSchemas.ROOT));
    assertThrows(
        IllegalArgumentException.class, () -> azure().set(TestSchemas.ROOT, Path.of("/a")));
  }

  @Test
  void secretsAreNotShown() throws ConfigException {
    VolumeConfig config = azure().build();
    assertEquals(
        "azure{storage-account-name=acct, storage-account-key=<redacted>, container-name=blocks}",
        config.toString());
    VolumeSpec spec = new VolumeSpec(config, CommonKeys.options(mount(), 1));
    assertEquals("azure", spec.type());
    assertFalse(spec.toString().contains("MARKER"));
  }

  private static VolumeConfig mount() {
    return VolumeConfig.builder(CommonKeys.MOUNT).unchecked();
  }

  @Test
  void equalValuesOfOneTypeMakeEqualConfigs() throws ConfigException {
    assertEquals(azure().build(), azure().build());
    assertEquals(azure().build().hashCode(), azure().build().hashCode());
    assertNotEquals(azure().build(), azure().set(TestSchemas.ACCOUNT, "other").build());
    assertNotEquals(azure().build(), azure().set(TestSchemas.KEY, Secret.of("other")).build());
    assertNotEquals(azure().build(), TestSchemas.posix("/a"));
    assertNotEquals(azure().build(), "azure");
  }

  @Test
  void aBuilderGoesOnWithoutChangingWhatItMade() throws ConfigException {
    VolumeConfig.Builder builder = azure();
    VolumeConfig config = builder.build();
    builder.set(TestSchemas.ACCOUNT, "other");
    assertEquals("acct", config.get(TestSchemas.ACCOUNT));
  }

  @Test
  void everythingThatIsMissingIsSaidAtOnce() {
    assertEquals(
        List.of(
            new ConfigProblem("azure", "storage-account-name is not set; expected a text"),
            new ConfigProblem("azure", "container-name is not set; expected a text")),
        problems(VolumeConfig.builder(TestSchemas.AZURE)));
  }

  @Test
  void valuesInCodeHaveTheRangesOfText() {
    assertEquals(
        List.of(
            new ConfigProblem(
                "azure",
                "request-timeout is \"PT-1S\": it is negative, expected a duration, such as 336h,"
                    + " 1m30s or PT336H"),
            new ConfigProblem(
                "azure",
                "list-blobs-max-attempts is \"0\": expected a whole number from 1 to 100")),
        problems(
            azure().set(TestSchemas.TIMEOUT, Duration.ofSeconds(-1)).set(TestSchemas.ATTEMPTS, 0)));
    assertEquals(
        "azure: storage-account-key is <redacted>: it is empty, expected a secret",
        problems(azure().set(TestSchemas.KEY, Secret.of(""))).get(0).toString());
  }

  @Test
  void valuesThatDoNotGoTogetherAreRefused() {
    assertEquals(
        "azure: storage-account-key and sas-token are set; choose one",
        problems(azure().set(TestSchemas.SAS, Secret.of("MARKER"))).get(0).toString());
    assertEquals(
        "posix: root is \"disk0\"; expected an absolute path",
        problems(VolumeConfig.builder(TestSchemas.POSIX).set(TestSchemas.ROOT, Path.of("disk0")))
            .get(0)
            .toString());
  }

  @Test
  void anExceptionHasAllProblemsInItsMessage() {
    ConfigException both =
        new ConfigException(
            List.of(new ConfigProblem("here", "one\ntwo"), new ConfigProblem("", "three")));
    assertEquals("here: one\\u000atwo\nthree", both.getMessage());
    assertEquals(2, both.problems().size());
    assertThrows(IllegalArgumentException.class, () -> new ConfigException(List.of()));
  }
}
