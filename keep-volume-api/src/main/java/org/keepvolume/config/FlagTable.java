// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.Nullable;

/** All flags of a command line, by name, each with its meaning. */
final class FlagTable {
  /** What a flag does. */
  enum Effect {
    /** Sets something of every volume that follows. */
    MOUNT,
    /** Sets something of the volumes of one type that follow. */
    TYPE,
    /** Makes a volume. */
    VOLUME,
    /** Sets something of all volumes. */
    GLOBAL,
    /** Sets something of the application. */
    APPLICATION
  }

  /**
   * A flag.
   *
   * @param name its name, without dashes
   * @param effect what it does
   * @param owner the schema that declares it
   * @param key what it sets
   */
  record Flag(String name, Effect effect, ConfigSchema owner, ConfigKey<?> key) {
    /** Tells whether the flag of a key is not the first of its flags. */
    boolean isSynonym() {
      return !owner.flags(key).get(0).equals(name);
    }
  }

  /** What asks for help, as in the original. */
  static final Set<String> HELP = Set.of("h", "help");

  private final Map<String, Flag> flags = new TreeMap<>();
  private final Map<String, Flag> byKey = new TreeMap<>();

  private FlagTable() {}

  /** Collects the flags of all volumes, of each type, and of the application. */
  static FlagTable of(VolumeSchemas schemas, Optional<ConfigSchema> application) {
    FlagTable table = new FlagTable();
    for (ConfigKey<?> key : CommonKeys.MOUNT.keys()) {
      if (key != CommonKeys.ID) { // one id cannot be that of all volumes that follow
        table.addAll(Effect.MOUNT, CommonKeys.MOUNT, key);
      }
    }
    CommonKeys.GLOBAL.keys().forEach(key -> table.addAll(Effect.GLOBAL, CommonKeys.GLOBAL, key));
    for (ConfigSchema schema : schemas.all()) {
      for (ConfigKey<?> key : schema.keys()) {
        table.addAll(effect(schema, key), schema, key);
      }
      schema
          .replicationFlag()
          .ifPresent(
              name -> table.add(new Flag(name, Effect.TYPE, schema, CommonKeys.REPLICATION)));
    }
    application.ifPresent(
        own -> own.keys().forEach(key -> table.addAll(Effect.APPLICATION, own, key)));
    return table;
  }

  private static Effect effect(ConfigSchema schema, ConfigKey<?> key) {
    if (schema.volumeKey().filter(key::equals).isPresent()) {
      return Effect.VOLUME;
    }
    return key.isGlobal() ? Effect.GLOBAL : Effect.TYPE;
  }

  private void addAll(Effect effect, ConfigSchema owner, ConfigKey<?> key) {
    ImmutableList<String> names = owner.flags(key);
    names.forEach(name -> add(new Flag(name, effect, owner, key)));
    byKey.putIfAbsent(key.name(), flags.get(names.get(0)));
  }

  private void add(Flag flag) {
    checkState(
        !HELP.contains(flag.name()),
        "the flag -%s of %s is that of help",
        flag.name(),
        flag.owner());
    Flag earlier = flags.putIfAbsent(flag.name(), flag);
    checkState(
        earlier == null,
        "the flag -%s is declared by %s and by %s",
        flag.name(),
        earlier == null ? "" : earlier.owner(),
        flag.owner());
  }

  @Nullable
  Flag find(String name) {
    return flags.get(name);
  }

  /** Returns the flag that was meant: that of the key of this name, else the nearest, if near. */
  Optional<Flag> meant(String wrong) {
    Flag ofKey = byKey.get(wrong);
    return ofKey != null
        ? Optional.of(ofKey)
        : Suggestions.nearest(wrong, flags.keySet()).map(flags::get);
  }

  /** Returns the longest flag of a secret with which a name begins, which may go on with it. */
  Optional<Flag> secretAtBeginOf(String name) {
    return flags.values().stream()
        .filter(flag -> flag.key().isSecret() && name.startsWith(flag.name()))
        .max(Comparator.comparingInt(flag -> flag.name().length()));
  }
}
