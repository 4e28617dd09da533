// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.time.Duration;
import java.util.Set;
import org.keepvolume.Access;
import org.keepvolume.TrashPolicy;
import org.keepvolume.store.MountOptions;

/** The settings that volumes of every type have, as a schema of their own. */
final class CommonKeys {
  private static final int MOST_REPLICAS = 1000;
  private static final int HIGHEST_PRIORITY = 1_000_000;

  static final ConfigKey<String> ID =
      ConfigKey.name("id", "The mount's name; derived from the device if not set");
  static final ConfigKey<Boolean> READ_ONLY =
      ConfigKey.bool("readonly", "No writes to the volumes that follow, and no trash");
  static final ConfigKey<Boolean> ALLOW_TRASH =
      ConfigKey.bool(
          "allow-trash-when-readonly", "Trash and sweep volumes although they take no writes");
  static final ConfigKey<Boolean> SERIALIZE =
      ConfigKey.bool("serialize", "One read or change of a volume at a time");
  static final ConfigKey<Integer> REPLICATION =
      ConfigKey.integer(
          "replication", "How many replicas a copy on the volume counts as", 1, MOST_REPLICAS);
  static final ConfigKey<Set<String>> STORAGE_CLASSES =
      ConfigKey.names("storage-classes", "The classes for which a copy counts")
          .withDefault(Set.of(MountOptions.DEFAULT_CLASS));
  static final ConfigKey<Integer> PRIORITY =
      ConfigKey.integer(
              "priority",
              "Volumes of a higher one are read and written first",
              -HIGHEST_PRIORITY,
              HIGHEST_PRIORITY)
          .withDefault(0);

  /** The settings of a mount; by flags they are set for the volumes that follow. */
  static final ConfigSchema MOUNT =
      ConfigSchema.ofApplication("mount", "How a volume takes part in a store")
          .key(ID)
          .key(READ_ONLY)
          .key(ALLOW_TRASH)
          .key(SERIALIZE)
          .key(REPLICATION)
          .key(STORAGE_CLASSES)
          .key(PRIORITY)
          .build();

  static final ConfigKey<Duration> TRASH_LIFETIME =
      ConfigKey.duration(
              "trash-lifetime", "How long trashed blocks can be restored; 0 deletes at once")
          .withDefault(TrashPolicy.defaults().lifetime());
  static final ConfigKey<Duration> MINIMUM_AGE =
      ConfigKey.seconds(
              "blob-signature-ttl",
              "How long a block is safe from trash after a write or touch, and a signature valid")
          .withFlags("blob-signature-ttl", "permission-ttl")
          .withDefault(TrashPolicy.defaults().minimumAge());

  /** Those that hold for all volumes, wherever they stand. */
  static final ConfigSchema GLOBAL =
      ConfigSchema.ofApplication("all", "Of all volumes")
          .key(TRASH_LIFETIME)
          .key(MINIMUM_AGE)
          .build();

  private CommonKeys() {}

  /** Makes a mount's options of its settings. */
  static MountOptions options(VolumeConfig mount, int defaultReplication) {
    Access readOnly = mount.get(ALLOW_TRASH) ? Access.READ_TRASH : Access.READ_ONLY;
    MountOptions options =
        MountOptions.defaults()
            .withAccess(mount.get(READ_ONLY) ? readOnly : Access.READ_WRITE)
            .withSerialized(mount.get(SERIALIZE))
            .withReplication(mount.find(REPLICATION).orElse(defaultReplication))
            .withStorageClasses(mount.get(STORAGE_CLASSES))
            .withPriority(mount.get(PRIORITY));
    return mount.find(ID).map(options::withId).orElse(options);
  }
}
