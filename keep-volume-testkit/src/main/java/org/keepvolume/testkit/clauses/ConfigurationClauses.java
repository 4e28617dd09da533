// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.keepvolume.testkit.Clause.CF_1;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.Verifies;

/** What becomes of mistakes in a configuration: CF-1. */
public abstract class ConfigurationClauses extends ProviderGroup {
  /** Near no key's name, and no value of any: text has no control characters. */
  private static final String NONSENSE = "nonsense-of-the-kit";

  private static final String NO_VALUE = NONSENSE + '\u0007';

  @Test
  @Verifies(CF_1)
  void rightSettingsAreTakenAndParsingThemTouchesNothing() throws Exception {
    VolumeProviders providers = load();
    Map<String, String> settings = settings(providers);
    var unused = schema(providers, settings);
    Map<String, String> before = raw().snapshot();
    VolumeSpec first = parse(providers, settings);
    VolumeSpec second = parse(providers, settings);
    see(first.equals(second), "the same settings made %s and %s", first, second);
    requireUnchanged(before, "parsing " + first.config());
  }

  @Test
  @Verifies(CF_1)
  void unknownKeyIsOneErrorThatNamesIt() throws Exception {
    VolumeProviders providers = load();
    Map<String, String> settings = settings(providers);
    for (ConfigKey<?> key : schema(providers, settings).keys()) {
      String unknown = key + "-" + NONSENSE;
      requireOneError(providers, with(settings, unknown, "1"), unknown, "unknown key");
    }
  }

  @Test
  @Verifies(CF_1)
  void nonsenseIsOneErrorThatNamesKeyValueAndWhatWasExpected() throws Exception {
    VolumeProviders providers = load();
    Map<String, String> settings = settings(providers);
    for (ConfigKey<?> key : schema(providers, settings).keys()) {
      String message =
          requireOneError(providers, with(settings, key.name(), NO_VALUE), key.name(), "expected ");
      see(
          message.contains(NONSENSE) != key.isSecret(),
          "%s is %sa secret, but its nonsense value is %sin the message: %s",
          key,
          key.isSecret() ? "" : "not ",
          key.isSecret() ? "" : "not ",
          message);
    }
  }

  @Test
  @Verifies(CF_1)
  void missingSettingIsOneErrorThatNamesItIfItIsNeeded() throws Exception {
    VolumeProviders providers = load();
    Map<String, String> settings = settings(providers);
    for (ConfigKey<?> key : schema(providers, settings).keys()) {
      Map<String, String> without = new HashMap<>(settings);
      without.remove(key.name());
      Map<String, String> before = raw().snapshot();
      Optional<String> message = messageOf(providers, without);
      if (message.isPresent()) {
        see(
            message.get().contains(key.name()),
            "the error does not name %s, which was left out: %s",
            key,
            message.get());
      }
      see(
          message.isPresent() || !key.isRequired(),
          "settings without %s were taken, although it is required",
          key);
      requireUnchanged(before, "parsing settings without " + key);
    }
  }

  @Test
  @Verifies(CF_1)
  void volumeWithoutSettingsIsRefused() throws Exception {
    VolumeProviders providers = load();
    Map<String, String> settings = settings(providers);
    var unused = schema(providers, settings);
    Optional<String> message = messageOf(providers, Map.of(TYPE, settings.get(TYPE)));
    see(
        settings.size() == 1 || message.isPresent(),
        "type alone was taken for a volume, of which the fixture sets %s: on which device?",
        settings.keySet());
  }

  /** Requires that a mistake is one error with these texts, and returns it. */
  private String requireOneError(
      VolumeProviders providers, Map<String, String> settings, String key, String text)
      throws Exception {
    Map<String, String> before = raw().snapshot();
    Optional<String> message = messageOf(providers, settings);
    see(message.isPresent(), "a mistake at the key %s was taken: %s", key, shown(settings, key));
    see(
        message.get().contains(key) && message.get().contains(text),
        "the error does not say both \"%s\" and \"%s\": %s",
        key,
        text,
        message.get());
    requireUnchanged(before, "parsing a mistake at the key " + key);
    return message.get();
  }

  private static String shown(Map<String, String> settings, String key) {
    return settings.get(key).replace("\u0007", "\\u0007");
  }

  /** Returns the message of the one mistake that parsing finds; empty if it finds none. */
  private Optional<String> messageOf(VolumeProviders providers, Map<String, String> settings) {
    @Nullable Exception thrown = null;
    try {
      var unused = parse(providers, settings);
    } catch (Exception e) {
      thrown = e;
    }
    if (thrown == null) {
      return Optional.empty();
    }
    if (!(thrown instanceof ConfigException mistakes)) {
      throw new Seen("a configuration mistake is " + thrown + ", not a ConfigException", thrown);
    }
    String message = String.valueOf(mistakes.getMessage());
    see(mistakes.problems().size() == 1, "one mistake is several errors: %s", message);
    for (String secret : subject().fixture().secrets()) {
      see(!message.contains(secret), "the error holds a secret: %s", message.replace(secret, "-"));
    }
    return Optional.of(message);
  }
}
