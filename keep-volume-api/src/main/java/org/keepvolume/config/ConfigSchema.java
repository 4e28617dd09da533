// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.annotation.Nullable;

/** The settings of one type of volume, or an application's own, and how they go together. */
public final class ConfigSchema {
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*");

  private final String type;
  private final String help;
  private final String driver;
  private final String prefix;
  private final ImmutableList<ConfigKey<?>> keys;
  private final @Nullable ConfigKey<?> volumeKey;
  private final ImmutableList<ConfigKey<?>> namingKeys;
  private final boolean commaLists;
  private final int defaultReplication;
  private final @Nullable String replicationFlag;
  private final ImmutableList<Function<VolumeConfig, Optional<String>>> checks;

  private ConfigSchema(Builder builder) {
    type = builder.type;
    help = builder.help;
    driver = builder.driver;
    prefix = builder.prefix;
    keys = ImmutableList.copyOf(builder.keys);
    volumeKey = builder.volumeKey;
    namingKeys =
        builder.keys.stream()
            .filter(key -> key.isRequired() || builder.namingKeys.contains(key))
            .collect(ImmutableList.toImmutableList());
    commaLists = builder.commaLists;
    defaultReplication = builder.defaultReplication;
    replicationFlag = builder.replicationFlag;
    checks = ImmutableList.copyOf(builder.checks);
  }

  /**
   * Begins the schema of a type of volume. The flag of each key is the type, a dash, and the key's
   * name, unless the key says otherwise.
   *
   * @param type lower-case letters and digits, such as {@code azure}
   * @param help what the volumes are, as a sentence without its full stop
   * @return a builder without keys
   * @throws IllegalArgumentException if the type has another form
   */
  public static Builder ofVolume(String type, String help) {
    checkArgument(
        TYPE.matcher(type).matches(),
        "a type is named \"%s\"; expected lower-case letters and digits",
        type);
    return new Builder(type, help, type + "-");
  }

  /**
   * Begins the schema of an application. The flag of each key is the key's name; all are global.
   *
   * @param name the application's name
   * @param help what it does, as a sentence without its full stop
   * @return a builder without keys
   */
  public static Builder ofApplication(String name, String help) {
    return new Builder(name, help, "");
  }

  /**
   * Returns the type of volume.
   *
   * @return the name in the map form, or the application's name
   */
  public String type() {
    return type;
  }

  /**
   * Returns what the volumes are.
   *
   * @return a sentence without its full stop
   */
  public String help() {
    return help;
  }

  /**
   * Returns all keys.
   *
   * @return the keys, in the order of their declaration; not to be changed
   */
  public List<ConfigKey<?>> keys() {
    return keys;
  }

  /** Returns the type's name in the original's config file. */
  String driver() {
    return driver;
  }

  /**
   * Returns the key whose flag makes a volume.
   *
   * @return the key; empty for an application
   */
  public Optional<ConfigKey<?>> volumeKey() {
    return Optional.ofNullable(volumeKey);
  }

  /**
   * Returns the keys that tell one volume of the type from another: two volumes with equal values
   * of all of them are one.
   *
   * @return the volume key, the required keys, and those that were {@linkplain Builder#namingKey
   *     declared so}, in the order of their declaration; not to be changed
   */
  public List<ConfigKey<?>> namingKeys() {
    return namingKeys;
  }

  boolean takesCommaLists() {
    return commaLists;
  }

  int defaultReplication() {
    return defaultReplication;
  }

  Optional<String> replicationFlag() {
    return Optional.ofNullable(replicationFlag);
  }

  ImmutableList<String> flags(ConfigKey<?> key) {
    return key.flags(prefix);
  }

  /** Returns what is wrong with a config as a whole, its required keys being set. */
  List<String> check(VolumeConfig config) {
    return checks.stream().map(check -> check.apply(config)).flatMap(Optional::stream).toList();
  }

  /** Returns the type. */
  @Override
  public String toString() {
    return type;
  }

  /** Collects the keys of a schema. Not thread-safe. */
  public static final class Builder {
    private final String type;
    private final String help;
    private final String prefix;
    private final List<ConfigKey<?>> keys = new ArrayList<>();
    private final Set<ConfigKey<?>> namingKeys = new HashSet<>();
    private final List<Function<VolumeConfig, Optional<String>>> checks = new ArrayList<>();
    private String driver;
    private @Nullable ConfigKey<?> volumeKey;
    private boolean commaLists;
    private int defaultReplication = 1;
    private @Nullable String replicationFlag;

    private Builder(String type, String help, String prefix) {
      this.type = type;
      this.help = requireNonNull(help, "help");
      this.prefix = prefix;
      driver = Ascii.toUpperCase(type.substring(0, 1)) + type.substring(1);
    }

    /**
     * Adds a key.
     *
     * @param key a constant of the provider
     * @return this builder
     */
    public Builder key(ConfigKey<?> key) {
      keys.add(requireNonNull(key, "key"));
      return this;
    }

    /**
     * Adds a key that need not be set, and where it is, says with others which volume is meant,
     * such as the account of a container: volumes that differ in it are not one.
     *
     * @param key a constant of the provider
     * @return this builder
     */
    public Builder namingKey(ConfigKey<?> key) {
      namingKeys.add(key);
      return key(key);
    }

    /**
     * Adds the key whose flag makes a volume out of the settings in force at that point. One key
     * may have a flag that does not begin with the type: this one.
     *
     * @param key a constant of the provider; required by being so
     * @return this builder
     * @throws IllegalStateException if there is one already
     */
    public Builder volumeKey(ConfigKey<?> key) {
      checkState(volumeKey == null, "%s has two volume keys, %s and %s", type, volumeKey, key);
      volumeKey = key;
      return namingKey(key);
    }

    /**
     * Lets the flag of the volume key take several values with commas between them, each of which
     * makes a volume.
     *
     * @return this builder
     */
    public Builder commaLists() {
      commaLists = true;
      return this;
    }

    /**
     * Sets the type's name in the original's config file.
     *
     * @param driver the value of {@code Driver}; the type with a capital letter if not set
     * @return this builder
     */
    public Builder driver(String driver) {
      this.driver = requireNonNull(driver, "driver");
      return this;
    }

    /**
     * Sets how many replicas a copy on such a volume counts as.
     *
     * @param replication the default, 1 or more; 1 if not set
     * @param flag a flag that sets it for volumes of this type alone
     * @return this builder
     */
    public Builder replication(int replication, String flag) {
      checkArgument(replication >= 1, "replication must be at least 1, got %s", replication);
      defaultReplication = replication;
      replicationFlag = requireNonNull(flag, "flag");
      return this;
    }

    /**
     * Adds a check of keys that depend on each other.
     *
     * @param check says what is wrong with a config whose required keys are set, or nothing; looks
     *     at no file and no service
     * @return this builder
     */
    public Builder check(Function<VolumeConfig, Optional<String>> check) {
      checks.add(requireNonNull(check, "check"));
      return this;
    }

    /**
     * Makes the schema.
     *
     * @return the schema
     * @throws IllegalStateException if two keys have one name, flag or parameter, or flags other
     *     than those of the volume key do not begin with the type
     */
    public ConfigSchema build() {
      ConfigSchema schema = new ConfigSchema(this);
      Set<String> seen = new HashSet<>();
      for (ConfigKey<?> key : keys) {
        checkState(seen.add("key " + key.name()), "%s declares the key %s twice", type, key);
        checkState(
            seen.add("parameter " + key.parameter()),
            "%s declares the parameter %s twice",
            type,
            key.parameter());
        schema.flags(key).forEach(flag -> checkFlag(seen, flag, key == volumeKey));
      }
      schema.replicationFlag().ifPresent(flag -> checkFlag(seen, flag, false));
      return schema;
    }

    private void checkFlag(Set<String> seen, String flag, boolean anyPrefix) {
      checkState(seen.add("flag " + flag), "%s declares the flag -%s twice", type, flag);
      checkState(
          anyPrefix || flag.startsWith(prefix),
          "the flag -%s of %s does not begin with -%s",
          flag,
          type,
          prefix);
    }
  }
}
