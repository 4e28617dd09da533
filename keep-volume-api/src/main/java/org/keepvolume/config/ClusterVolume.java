// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One volume of the original's config files, whose keys begin with capitals.
 *
 * <p>{@code Serialize} is a parameter of directories there; here every type takes it.
 */
final class ClusterVolume {
  private static final String TYPE = "Type";
  private static final String READ_ONLY = "ReadOnly";
  private static final String ALLOW_TRASH = "AllowTrashWhenReadOnly";
  private static final String STORAGE_CLASSES = "StorageClasses";
  private static final String SERIALIZE = "Serialize";

  /** What stands beside the parameters of a driver, in one file or the other. */
  static final Set<String> OF_ALL_TYPES =
      Set.of(TYPE, READ_ONLY, ALLOW_TRASH, STORAGE_CLASSES, SERIALIZE);

  private final MapReader map;
  private final VolumeSchemas schemas;
  private final VolumeConfig.Builder mount = VolumeConfig.builder(CommonKeys.MOUNT);

  ClusterVolume(MapReader map, VolumeSchemas schemas) {
    this.map = map;
    this.schemas = schemas;
  }

  /** Reads an entry of {@code Clusters.<id>.Volumes}; empty if it is not this service's. */
  Optional<VolumeSpec> read(String uuid, String serviceUrl) {
    Optional<Boolean> hostReadOnly = host(serviceUrl);
    if (hostReadOnly.isEmpty()) {
      return Optional.empty();
    }
    Optional<ConfigSchema> schema = schema("Driver");
    map.parse("the uuid", Optional.of(uuid), CommonKeys.ID, mount);
    MapReader parameters = map.map("DriverParameters");
    mount.set(CommonKeys.REPLICATION, 1); // whatever the type, where the file does not say
    map.parse("Replication", atLeastOne(map.text("Replication")), CommonKeys.REPLICATION, mount);
    common();
    map.refuseRest();
    if (schema.isEmpty()) {
      return Optional.empty();
    }
    if (hostReadOnly.get()) {
      mount.set(CommonKeys.READ_ONLY, true).set(CommonKeys.ALLOW_TRASH, false);
    }
    VolumeConfig.Builder config = parameters(parameters, schema.get());
    parameters.refuseRest();
    return VolumeMaps.spec(parameters, config, mount, ConfigKey::parameter);
  }

  /** Reads an entry of the older {@code keepstore.yml}. */
  Optional<VolumeSpec> readOld() {
    Optional<ConfigSchema> schema = schema(TYPE);
    if (schema.isEmpty()) {
      return Optional.empty();
    }
    String replication = schema.get().driver() + "Replication";
    map.parse(replication, atLeastOne(map.text(replication)), CommonKeys.REPLICATION, mount);
    common();
    VolumeConfig.Builder config = parameters(map, schema.get());
    map.refuseRest();
    return VolumeMaps.spec(map, config, mount, ConfigKey::parameter);
  }

  private Optional<ConfigSchema> schema(String key) {
    Optional<String> driver = map.text(key);
    Optional<ConfigSchema> schema = driver.flatMap(schemas::findDriver);
    if (schema.isEmpty() && !map.isMistaken(key)) {
      List<String> drivers = schemas.all().stream().map(ConfigSchema::driver).toList();
      map.problem(
          driver
                  .map(
                      name ->
                          key
                              + " is "
                              + Shown.quoted(name)
                              + Suggestions.didYouMean("", name, drivers))
                  .orElseGet(() -> map.missing(key))
              + "; expected one of "
              + String.join(", ", drivers)
              + (schemas.notes().isEmpty() ? "" : " (" + String.join("; ", schemas.notes()) + ")"));
    }
    return schema;
  }

  /** The original takes any number below 1 for 1. */
  private static Optional<String> atLeastOne(Optional<String> text) {
    return text.map(number -> number.matches("0|-[0-9]+") ? "1" : number);
  }

  private void common() {
    map.parse(READ_ONLY, map.text(READ_ONLY), CommonKeys.READ_ONLY, mount);
    map.parse(ALLOW_TRASH, map.text(ALLOW_TRASH), CommonKeys.ALLOW_TRASH, mount);
    map.parse(
        STORAGE_CLASSES,
        map.names(STORAGE_CLASSES).filter(names -> !names.isEmpty()),
        CommonKeys.STORAGE_CLASSES,
        mount);
  }

  private VolumeConfig.Builder parameters(MapReader from, ConfigSchema schema) {
    VolumeConfig.Builder config = VolumeConfig.builder(schema);
    for (ConfigKey<?> key : schema.keys()) {
      from.parse(key.parameter(), from.text(key.parameter()), key, config);
    }
    from.parse(SERIALIZE, from.text(SERIALIZE), CommonKeys.SERIALIZE, mount);
    return config;
  }

  /** Returns whether this service may only read; empty if the volume is not its own. */
  private Optional<Boolean> host(String serviceUrl) {
    MapReader hosts = map.map("AccessViaHosts");
    if (hosts.names().isEmpty() || serviceUrl.isEmpty()) {
      return Optional.of(false);
    }
    for (String url : hosts.names()) {
      if (withoutSlash(url).equals(withoutSlash(serviceUrl))) {
        MapReader host = hosts.map(url);
        VolumeConfig.Builder access = VolumeConfig.builder(CommonKeys.MOUNT);
        host.parse(READ_ONLY, host.text(READ_ONLY), CommonKeys.READ_ONLY, access);
        host.refuseRest();
        return Optional.of(access.unchecked().get(CommonKeys.READ_ONLY));
      }
    }
    return Optional.empty();
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
