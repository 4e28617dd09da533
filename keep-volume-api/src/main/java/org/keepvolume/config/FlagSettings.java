// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keepvolume.TrashPolicy;
import org.keepvolume.config.FlagTable.Flag;

/** What the flags of a command line have set so far, and the volumes that they have made. */
final class FlagSettings {
  /** A volume, with the settings that were in force at its flag. */
  private record Draft(int position, Flag flag, VolumeConfig.Builder config, VolumeConfig mount) {}

  /** A setting that no volume flag has followed yet for which it would hold. */
  private record Unused(int position, Flag flag) {
    boolean isOfEveryType() {
      return flag.effect() == FlagTable.Effect.MOUNT;
    }

    boolean holdsFor(ConfigSchema type) {
      return isOfEveryType() || flag.owner() == type;
    }
  }

  private final ConfigSchema application;
  private final FlagProblems problems;
  private final Map<ConfigSchema, VolumeConfig.Builder> byOwner = new HashMap<>();
  private final Map<ConfigSchema, VolumeConfig.Builder> globals = new HashMap<>();
  private final Map<ConfigSchema, Integer> replications = new HashMap<>();
  private final List<Draft> drafts = new ArrayList<>();
  private final List<Unused> unused = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  FlagSettings(ConfigSchema application, FlagProblems problems) {
    this.application = application;
    this.problems = problems;
  }

  /** Takes one flag with its value. */
  void set(int position, Flag flag, String text) {
    try {
      switch (flag.effect()) {
        case VOLUME -> volumes(position, flag, text);
        case GLOBAL, APPLICATION -> of(globals, flag.owner()).parse(flag.key(), text);
        case TYPE -> type(position, flag, text);
        case MOUNT -> {
          of(byOwner, flag.owner()).parse(flag.key(), text);
          if (flag.key() == CommonKeys.REPLICATION) {
            replications.clear(); // of one type or of all: the last one wins
          }
          unused.add(new Unused(position, flag));
        }
      }
    } catch (BadValueException e) {
      bad(position, flag, e);
    }
  }

  private void bad(int position, Flag flag, BadValueException e) {
    problem(position, "-" + flag.name() + " is " + e.getMessage());
  }

  /** Takes a flag that a person meant to set, and whose mistake has been reported. */
  void setMistaken(Flag flag) {
    switch (flag.effect()) {
      case GLOBAL, APPLICATION -> of(globals, flag.owner()).setMistaken(flag.key());
      case TYPE -> {
        if (flag.key() != CommonKeys.REPLICATION) { // which is no key of the type
          of(byOwner, flag.owner()).setMistaken(flag.key());
        }
      }
      case MOUNT, VOLUME -> {} // nothing misses it
    }
  }

  private void type(int position, Flag flag, String text) throws BadValueException {
    if (flag.key() == CommonKeys.REPLICATION) {
      replications.put(flag.owner(), CommonKeys.REPLICATION.parse(text));
    } else {
      of(byOwner, flag.owner()).parse(flag.key(), text);
    }
    unused.add(new Unused(position, flag));
  }

  private void volumes(int position, Flag flag, String text) {
    List<String> values =
        flag.owner().takesCommaLists() ? Splitter.on(',').splitToList(text) : List.of(text);
    if (values.size() > 1) {
      warn(position, "a list in -" + flag.name() + " is deprecated; repeat the flag");
    }
    if (flag.isSynonym()) {
      warn(
          position,
          "-" + flag.name() + " is deprecated; use -" + flag.owner().flags(flag.key()).get(0));
    }
    for (String value : values) {
      VolumeConfig.Builder config = VolumeConfig.builder(flag.owner());
      config.putAll(of(byOwner, flag.owner()));
      try {
        config.parse(flag.key(), value);
        drafts.add(new Draft(position, flag, config, mount(flag.owner())));
      } catch (BadValueException e) {
        bad(position, flag, e); // and the others of a list are looked at
      }
    }
    unused.removeIf(setting -> setting.holdsFor(flag.owner()));
  }

  /** Returns the settings of a mount in force for a type. */
  private VolumeConfig mount(ConfigSchema type) {
    VolumeConfig.Builder mount = VolumeConfig.builder(CommonKeys.MOUNT);
    mount.putAll(of(byOwner, CommonKeys.MOUNT));
    Integer replication = replications.get(type);
    if (replication != null) {
      mount.set(CommonKeys.REPLICATION, replication);
    }
    return mount.unchecked();
  }

  /** Makes the volumes, now that the global settings are known. */
  ParsedFlags finish(boolean helpWanted) {
    List<VolumeSpec> volumes = new ArrayList<>();
    drafts.forEach(draft -> spec(draft).ifPresent(volumes::add));
    for (Unused setting : unused) {
      // Without any volume, the application finds volumes, for which the mount settings hold.
      if (!drafts.isEmpty() || !setting.isOfEveryType()) {
        String type = setting.isOfEveryType() ? "" : setting.flag.owner() + " ";
        warn(
            setting.position,
            "-" + setting.flag.name() + " has no effect, since no " + type + "volume follows it");
      }
    }
    VolumeConfig global = of(globals, CommonKeys.GLOBAL).unchecked();
    return new ParsedFlags(
        volumes,
        new TrashPolicy(global.get(CommonKeys.MINIMUM_AGE), global.get(CommonKeys.TRASH_LIFETIME)),
        application(),
        CommonKeys.options(of(byOwner, CommonKeys.MOUNT).unchecked(), 1),
        warnings,
        helpWanted);
  }

  private Optional<VolumeSpec> spec(Draft draft) {
    ConfigSchema schema = draft.flag.owner();
    draft.config.putAll(of(globals, schema));
    List<ConfigKey<?>> missing = draft.config.missing();
    for (ConfigKey<?> key : missing) {
      problem(
          draft.position,
          "-" + draft.flag.name() + " needs -" + schema.flags(key).get(0) + " before it");
    }
    VolumeConfig config = draft.config.unchecked();
    if (!missing.isEmpty() || draft.config.hasMistakes()) {
      return Optional.empty();
    }
    schema
        .check(config)
        .forEach(what -> problem(draft.position, "-" + draft.flag.name() + ": " + what));
    return Optional.of(
        new VolumeSpec(config, CommonKeys.options(draft.mount, schema.defaultReplication())));
  }

  private VolumeConfig application() {
    VolumeConfig.Builder own = of(globals, application);
    for (ConfigKey<?> key : own.missing()) {
      problems.add("-" + application.flags(key).get(0) + " is missing; expected " + key.expected());
    }
    VolumeConfig config = own.unchecked();
    if (own.missing().isEmpty() && !own.hasMistakes()) {
      application.check(config).forEach(problems::add);
    }
    return config;
  }

  private static VolumeConfig.Builder of(
      Map<ConfigSchema, VolumeConfig.Builder> builders, ConfigSchema owner) {
    return builders.computeIfAbsent(owner, VolumeConfig::builder);
  }

  private void warn(int position, String what) {
    warnings.add("argument " + position + ": " + what);
  }

  private void problem(int position, String what) {
    problems.at(position, what);
  }
}
