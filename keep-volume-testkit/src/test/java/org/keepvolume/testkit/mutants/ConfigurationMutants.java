// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.memory.InMemoryVolumeProvider.DEVICE;

import com.google.common.base.Splitter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.Secret;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.memory.BrokenProvider;
import org.keepvolume.testkit.memory.ProvidedFixture;
import org.keepvolume.testkit.memory.SecretFixture;

/** Declarations of settings that let mistakes pass, or do not say what they are. */
public final class ConfigurationMutants {
  private ConfigurationMutants() {}

  static List<Mutant> all() {
    return List.of(
        of("a parser that breaks off with an exception of its own", Splitting.class, Map.of()),
        of("takes anything for a setting", Lenient.class, Map.of()),
        of("a device that is assumed where none is named", Assuming.class, Map.of()),
        of("a check that tries a write", Writing.class, Map.of()),
        of(
            "an error that does not say what is missing",
            Vague.class,
            Map.of("account", "a", "account-key", "k")),
        Mutant.ofFixture(
            Clause.CF_1,
            "an error that quotes a secret",
            () ->
                new ProvidedFixture(
                    Quoting.class.getName(),
                    Map.of("account", "a", "token", SecretFixture.SECRET)) {
                  @Override
                  public List<String> secrets() {
                    return List.of(SecretFixture.SECRET);
                  }
                }));
  }

  private static Mutant of(
      String bug, Class<? extends BrokenProvider> provider, Map<String, String> settings) {
    return Mutant.ofFixture(
        Clause.CF_1, bug, () -> new ProvidedFixture(provider.getName(), settings));
  }

  private static ConfigSchema.Builder memory() {
    return ConfigSchema.ofVolume("memory", "Memory");
  }

  /** Has a parser that is not made for what it gets. */
  public static final class Splitting extends BrokenProvider {
    private static final ConfigKey<String> RANGE =
        ConfigKey.custom(
            "range",
            "Which prefixes",
            "two prefixes with a colon between them",
            text -> Splitter.on(':').splitToList(text).get(1),
            range -> "0:" + range);

    @Override
    public ConfigSchema schema() {
      return memory().volumeKey(DEVICE).key(RANGE).build();
    }
  }

  /** Has a parser that is content with all. */
  public static final class Lenient extends BrokenProvider {
    private static final ConfigKey<Integer> COPIES =
        ConfigKey.custom(
            "copies",
            "How many copies",
            "a number",
            text -> text.matches("[0-9]") ? Integer.parseInt(text) : 1,
            copies -> Integer.toString(copies));

    @Override
    public ConfigSchema schema() {
      return memory().volumeKey(DEVICE).key(COPIES).build();
    }
  }

  /** Has a default device. */
  public static final class Assuming extends BrokenProvider {
    private static final ConfigKey<String> WITH_DEFAULT = DEVICE.withDefault("disk0");

    @Override
    public ConfigSchema schema() {
      return memory().key(WITH_DEFAULT).build();
    }

    @Override
    public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
      return open(config.get(WITH_DEFAULT), context);
    }
  }

  /** Looks at the device while it is being named. */
  public static final class Writing extends BrokenProvider {
    @Override
    public ConfigSchema schema() {
      return memory().volumeKey(DEVICE).check(this::check).build();
    }

    private Optional<String> check(VolumeConfig config) {
      try (var volume = open(config, VolumeContext.defaults())) {
        ByteBuffer probe = ByteBuffer.wrap(new byte[] {1});
        volume.write(BlockHash.of(probe.duplicate()), probe);
        return Optional.empty();
      } catch (VolumeException e) {
        return Optional.of("device cannot be written");
      }
    }
  }

  /** Knows that something is missing, and keeps it to itself. */
  public static final class Vague extends BrokenProvider {
    private static final ConfigKey<String> ACCOUNT = ConfigKey.string("account", "The account");
    private static final ConfigKey<String> KEY = ConfigKey.string("account-key", "Its key");

    @Override
    public ConfigSchema schema() {
      return memory().volumeKey(DEVICE).key(ACCOUNT).key(KEY).check(Vague::check).build();
    }

    private static Optional<String> check(VolumeConfig config) {
      return config.isSet(ACCOUNT) && config.isSet(KEY)
          ? Optional.empty()
          : Optional.of("the credentials are incomplete");
    }
  }

  /** Wants to be helpful. */
  public static final class Quoting extends BrokenProvider {
    private static final ConfigKey<String> ACCOUNT = ConfigKey.string("account", "The account");
    private static final ConfigKey<Secret> TOKEN = ConfigKey.secret("token", "Its token");

    @Override
    public ConfigSchema schema() {
      return memory().volumeKey(DEVICE).key(ACCOUNT).key(TOKEN).check(Quoting::check).build();
    }

    private static Optional<String> check(VolumeConfig config) {
      return config.isSet(ACCOUNT)
          ? Optional.empty()
          : config
              .find(TOKEN)
              .map(token -> "account is not set, of which the token is " + token.reveal());
    }
  }
}
