// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.CheckReturnValue;

/**
 * The types of volumes that there are, in the order of their names, and notes on those that failed.
 */
@CheckReturnValue
public final class VolumeSchemas {
  private final ImmutableSortedMap<String, ConfigSchema> byType;
  private final ImmutableList<String> notes;

  private VolumeSchemas(ImmutableSortedMap<String, ConfigSchema> byType, List<String> notes) {
    this.byType = byType;
    this.notes = ImmutableList.copyOf(notes);
  }

  /**
   * Makes a set of types.
   *
   * @param schemas the declarations, one for each type
   * @param notes what else a person should know who misses a type, such as the plugins that could
   *     not be loaded
   * @return the set
   * @throws IllegalStateException if two have one type, one driver or one flag, or one has a flag
   *     of those that all volumes have, or a key or parameter of those that a file has for all
   *     volumes; the message names both
   */
  public static VolumeSchemas of(Collection<ConfigSchema> schemas, List<String> notes) {
    TreeMap<String, ConfigSchema> byType = new TreeMap<>();
    TreeMap<String, ConfigSchema> byDriver = new TreeMap<>();
    for (ConfigSchema schema : schemas) {
      checkState(byType.put(schema.type(), schema) == null, "two types are named %s", schema);
      ConfigSchema other = byDriver.put(schema.driver(), schema);
      checkState(
          other == null, "%s and %s have one driver name, %s", other, schema, schema.driver());
      checkNames(schema);
    }
    VolumeSchemas all = new VolumeSchemas(ImmutableSortedMap.copyOf(byType), notes);
    FlagTable unused = FlagTable.of(all, Optional.empty());
    return all;
  }

  private static void checkNames(ConfigSchema schema) {
    for (ConfigKey<?> key : schema.keys()) {
      boolean ofMount = CommonKeys.MOUNT.keys().stream().anyMatch(o -> o.name().equals(key.name()));
      checkState(
          !ofMount && !key.name().equals(VolumeMaps.TYPE),
          "the key %s is declared by %s and for all volumes",
          key,
          schema);
      checkState(
          !ClusterVolume.OF_ALL_TYPES.contains(key.parameter()),
          "the parameter %s is declared by %s and for all volumes",
          key.parameter(),
          schema);
    }
  }

  /**
   * Returns the declarations.
   *
   * @return all, in the order of their types; not to be changed
   */
  public Collection<ConfigSchema> all() {
    return byType.values();
  }

  /**
   * Returns the declaration of a type.
   *
   * @param type the type
   * @return its schema; empty if there is none
   */
  public Optional<ConfigSchema> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }

  /**
   * Returns what a person should know who misses a type.
   *
   * @return sentences without their full stops; may be empty; not to be changed
   */
  public List<String> notes() {
    return notes;
  }

  Optional<ConfigSchema> findDriver(String driver) {
    return byType.values().stream().filter(schema -> schema.driver().equals(driver)).findFirst();
  }

  /**
   * Says what types there are, for messages.
   *
   * @return a clause such as {@code known types are azure, posix}, with the notes
   */
  public String known() {
    return "known types are "
        + (byType.isEmpty() ? "none" : String.join(", ", byType.keySet()))
        + (notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")");
  }
}
