// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import javax.annotation.Nullable;

/** The values of one schema: those of a volume, or an application's own. Immutable. */
public final class VolumeConfig {
  private final ConfigSchema schema;
  private final Map<ConfigKey<?>, Object> values;

  private VolumeConfig(ConfigSchema schema, Map<ConfigKey<?>, Object> values) {
    this.schema = schema;
    this.values = values;
  }

  /**
   * Begins a config in code.
   *
   * @param schema the declaration of the keys
   * @return a builder without values
   */
  public static Builder builder(ConfigSchema schema) {
    return new Builder(schema);
  }

  /**
   * Returns the declaration of the keys.
   *
   * @return the schema
   */
  public ConfigSchema schema() {
    return schema;
  }

  /**
   * Returns a value, or its default.
   *
   * @param key a key of the schema
   * @param <T> the type of its values
   * @return the value
   * @throws NoSuchElementException if it is neither set nor has a default
   * @throws IllegalArgumentException if the schema does not have the key
   */
  public <T> T get(ConfigKey<T> key) {
    return find(key).orElseThrow(() -> new NoSuchElementException(key + " is not set"));
  }

  /**
   * Returns a value, or its default, if there is one.
   *
   * @param key a key of the schema
   * @param <T> the type of its values
   * @return the value; empty if it is neither set nor has a default
   * @throws IllegalArgumentException if the schema does not have the key
   */
  @SuppressWarnings("unchecked") // the builder put a value of the key's type there
  public <T> Optional<T> find(ConfigKey<T> key) {
    checkArgument(schema.keys().contains(key), "%s has no key %s", schema, key);
    Object value = values.get(key);
    return value == null ? key.defaultValue() : Optional.of((T) value);
  }

  /**
   * Tells whether a value was given.
   *
   * @param key a key of the schema
   * @return false if the default holds
   */
  public boolean isSet(ConfigKey<?> key) {
    return values.containsKey(key);
  }

  /**
   * Returns the config as texts, of which {@link VolumeMaps#parse} makes an equal one: to hand it
   * to another process, or to change it without knowing the keys' types.
   *
   * @return a new map with {@code type} and the keys that are set, in the order of the schema
   * @throws IllegalStateException if a secret is set, or a URI with user information, a query or a
   *     fragment, in which one may stand; neither is written out
   */
  public Map<String, String> toMap() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("type", schema.type());
    for (ConfigKey<?> key : schema.keys()) {
      if (values.containsKey(key)) {
        checkState(!key.isSecret(), "%s of %s is a secret, which is not written out", key, schema);
        String text = text(key);
        checkState(
            text.equals(print(key)),
            "%s of %s may have a secret in it, which is not written out",
            key,
            schema);
        texts.put(key.name(), text);
      }
    }
    return texts;
  }

  /**
   * Returns the values in force as texts for people.
   *
   * @return a new map with the keys that are set and those with a default, in the order of the
   *     schema, by name; what is a secret, or may have one in it, is shown as {@code <redacted>}
   */
  public Map<String, String> shown() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (ConfigKey<?> key : schema.keys()) {
      if (find(key).isPresent()) {
        texts.put(key.name(), print(key));
      }
    }
    return texts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VolumeConfig config
        && schema.type().equals(config.schema.type())
        && values.equals(config.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Returns the type and what is set, such as {@code posix{root=/data/disk0}}, without secrets. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", schema + "{", "}");
    for (ConfigKey<?> key : schema.keys()) {
      if (values.containsKey(key)) {
        text.add(key + "=" + print(key));
      }
    }
    return text.toString();
  }

  private <T> String print(ConfigKey<T> key) {
    return key.print(get(key));
  }

  private <T> String text(ConfigKey<T> key) {
    return key.text(get(key));
  }

  /** Holds a value that was given in code to what a text is held to. */
  private <T> Optional<String> checkValue(ConfigKey<T> key) {
    try {
      T unused = key.parse(key.text(get(key)));
      return Optional.empty();
    } catch (BadValueException e) {
      return Optional.of(key + " is " + e.getMessage());
    }
  }

  /** Collects the values of a config. Not thread-safe. */
  public static final class Builder {
    private final ConfigSchema schema;
    private final Map<ConfigKey<?>, Object> values = new LinkedHashMap<>();
    private final Set<ConfigKey<?>> mistaken = new HashSet<>();

    private Builder(ConfigSchema schema) {
      this.schema = requireNonNull(schema, "schema");
    }

    /**
     * Sets a value.
     *
     * @param key a key of the schema
     * @param value its value
     * @param <T> the type of its values
     * @return this builder
     * @throws IllegalArgumentException if the schema does not have the key
     */
    public <T> Builder set(ConfigKey<T> key, T value) {
      checkArgument(schema.keys().contains(key), "%s has no key %s", schema, key);
      values.put(key, requireNonNull(value, "value"));
      return this;
    }

    /** Sets a value from text. */
    <T> void parse(ConfigKey<T> key, String text) throws BadValueException {
      values.remove(key);
      mistaken.add(key);
      values.put(key, key.parse(text));
      mistaken.remove(key);
    }

    /** Notes that a person meant to set a key and failed, which has been reported. */
    void setMistaken(ConfigKey<?> key) {
      mistaken.add(key);
    }

    /** Tells whether a value is no base for further checks, since a person set it in vain. */
    boolean hasMistakes() {
      return !mistaken.isEmpty();
    }

    /** Takes over what is known of the same schema. */
    void putAll(Builder other) {
      values.putAll(other.values);
      mistaken.addAll(other.mistaken);
    }

    /** Returns the required keys that nobody meant to set. */
    List<ConfigKey<?>> missing() {
      List<ConfigKey<?>> missing = new ArrayList<>();
      for (ConfigKey<?> key : schema.keys()) {
        boolean required = key.isRequired() || schema.volumeKey().filter(key::equals).isPresent();
        if (required && !values.containsKey(key) && !mistaken.contains(key)) {
          missing.add(key);
        }
      }
      return missing;
    }

    /** Makes the config without looking at what is missing. */
    VolumeConfig unchecked() {
      return new VolumeConfig(schema, Map.copyOf(values));
    }

    /**
     * Makes the config.
     *
     * @return the config
     * @throws ConfigException if required keys are not set, values are out of their ranges, or do
     *     not go together
     */
    public VolumeConfig build() throws ConfigException {
      List<ConfigProblem> problems = new ArrayList<>();
      for (ConfigKey<?> key : missing()) {
        problems.add(
            new ConfigProblem(schema.type(), key + " is not set; expected " + key.expected()));
      }
      VolumeConfig config = unchecked();
      for (ConfigKey<?> key : schema.keys()) {
        if (values.containsKey(key)) {
          config
              .checkValue(key)
              .ifPresent(what -> problems.add(new ConfigProblem(schema.type(), what)));
        }
      }
      if (problems.isEmpty()) {
        schema.check(config).forEach(what -> problems.add(new ConfigProblem(schema.type(), what)));
      }
      if (!problems.isEmpty()) {
        throw new ConfigException(problems);
      }
      return config;
    }
  }
}
