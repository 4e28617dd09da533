// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads volumes from maps, as a parser of YAML, JSON or properties makes them; there is none here.
 *
 * <p>Three forms: ours, where each volume is a map with {@code type}, the keys of that type, and
 * those of a mount ({@code id}, {@code readonly}, {@code allow-trash-when-readonly}, {@code
 * serialize}, {@code replication}, {@code storage-classes}, {@code priority}); and the two of the
 * original. Nothing is opened or looked at. Scalars may be texts, numbers and booleans.
 */
public final class VolumeMaps {
  /** The key that tells the type, in our form. */
  static final String TYPE = "type";

  private VolumeMaps() {}

  /**
   * Reads volumes in our form.
   *
   * @param volumes a map for each volume
   * @param schemas the types of volumes
   * @return the volumes, in their order
   * @throws ConfigException with every mistake
   */
  public static List<VolumeSpec> parse(
      List<? extends Map<String, ?>> volumes, VolumeSchemas schemas) throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    List<VolumeSpec> specs = new ArrayList<>();
    for (int i = 0; i < volumes.size(); i++) {
      MapReader map = new MapReader("volume " + (i + 1), volumes.get(i), problems);
      one(map, schemas).ifPresent(specs::add);
    }
    return orThrow(specs, problems);
  }

  /**
   * Reads the original's cluster configuration, {@code Clusters.<id>.Volumes}: a map from each
   * volume's uuid to its {@code Driver}, {@code DriverParameters}, {@code Replication}, {@code
   * ReadOnly}, {@code AllowTrashWhenReadOnly}, {@code StorageClasses} and {@code AccessViaHosts}.
   * Without {@code Replication}, or with one below 1, a copy counts as one replica, whatever the
   * type.
   *
   * @param volumes the map
   * @param serviceUrl how others reach this service; a volume whose {@code AccessViaHosts} has
   *     entries, and none for it, is left out. Empty: no volume is left out
   * @param schemas the types of volumes
   * @return the volumes, in their order
   * @throws ConfigException with every mistake
   */
  public static List<VolumeSpec> parseCluster(
      Map<String, ?> volumes, String serviceUrl, VolumeSchemas schemas) throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    List<VolumeSpec> specs = new ArrayList<>();
    for (Map.Entry<?, ?> volume : volumes.entrySet()) {
      String uuid = MapReader.name(volume.getKey());
      MapReader map = new MapReader("Volumes." + Shown.name(uuid), volume.getValue(), problems);
      new ClusterVolume(map, schemas).read(uuid, serviceUrl).ifPresent(specs::add);
    }
    return orThrow(specs, problems);
  }

  /**
   * Reads the {@code Volumes} of the original's older {@code keepstore.yml}: a list of maps with
   * {@code Type}, the driver's parameters, {@code ReadOnly}, {@code StorageClasses}, and a
   * replication that is named after the type. Without it the type's own default holds, which for
   * Azure is 3, as that of the original's flag; below 1 it is 1.
   *
   * @param volumes the list
   * @param schemas the types of volumes
   * @return the volumes, in their order
   * @throws ConfigException with every mistake
   */
  public static List<VolumeSpec> parseKeepstore(
      List<? extends Map<String, ?>> volumes, VolumeSchemas schemas) throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    List<VolumeSpec> specs = new ArrayList<>();
    for (int i = 0; i < volumes.size(); i++) {
      MapReader map = new MapReader("Volumes." + i, volumes.get(i), problems);
      new ClusterVolume(map, schemas).readOld().ifPresent(specs::add);
    }
    return orThrow(specs, problems);
  }

  private static Optional<VolumeSpec> one(MapReader map, VolumeSchemas schemas) {
    Optional<String> type = map.text(TYPE);
    if (map.isMistaken(TYPE)) {
      return Optional.empty();
    }
    if (type.isEmpty()) {
      map.problem(map.missing(TYPE) + "; " + schemas.known());
      return Optional.empty();
    }
    Optional<ConfigSchema> schema = schemas.find(type.get());
    if (schema.isEmpty()) {
      List<String> types = schemas.all().stream().map(ConfigSchema::type).toList();
      map.problem(
          "type is "
              + Shown.quoted(type.get())
              + schemas
                  .findDriver(type.get())
                  .map(meant -> "; did you mean " + meant + "?")
                  .orElseGet(() -> Suggestions.didYouMean("", type.get(), types))
              + "; "
              + schemas.known());
      return Optional.empty();
    }
    VolumeConfig.Builder config = VolumeConfig.builder(schema.get());
    for (ConfigKey<?> key : schema.get().keys()) {
      map.parse(key.name(), map.text(key.name()), key, config);
    }
    VolumeConfig.Builder mount = VolumeConfig.builder(CommonKeys.MOUNT);
    for (ConfigKey<?> key : CommonKeys.MOUNT.keys()) {
      Optional<String> text =
          key == CommonKeys.STORAGE_CLASSES ? map.names(key.name()) : map.text(key.name());
      map.parse(key.name(), text, key, mount);
    }
    map.refuseRest();
    return spec(map, config, mount, ConfigKey::name);
  }

  /** Makes a volume of what was read, or notes what is missing or does not go together. */
  static Optional<VolumeSpec> spec(
      MapReader map,
      VolumeConfig.Builder config,
      VolumeConfig.Builder mount,
      Function<ConfigKey<?>, String> name) {
    ConfigSchema schema = config.unchecked().schema();
    for (ConfigKey<?> key : schema.keys()) {
      if (map.isMistaken(name.apply(key))) {
        config.setMistaken(key);
      }
    }
    List<ConfigKey<?>> missing = config.missing();
    missing.forEach(
        key -> map.problem(name.apply(key) + " is not set; expected " + key.expected()));
    if (!missing.isEmpty() || config.hasMistakes()) {
      return Optional.empty();
    }
    schema.check(config.unchecked()).forEach(map::problem);
    return Optional.of(
        new VolumeSpec(
            config.unchecked(),
            CommonKeys.options(mount.unchecked(), schema.defaultReplication())));
  }

  private static List<VolumeSpec> orThrow(List<VolumeSpec> specs, List<ConfigProblem> problems)
      throws ConfigException {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return List.copyOf(specs);
  }
}
