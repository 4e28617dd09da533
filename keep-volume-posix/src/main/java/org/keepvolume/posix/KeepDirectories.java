// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keepvolume.Access;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.store.MountOptions;

/**
 * Finds the directories named {@code keep} at the top of mounted disks, which the original serves
 * when no volume is named. Nothing here calls it: an application that wants it says so.
 */
public final class KeepDirectories {
  private static final System.Logger LOG = System.getLogger(KeepDirectories.class.getName());
  private static final Path MOUNTS = Path.of("/proc/mounts");
  private static final String NAME = "keep";

  /** One line of the mounts file, in the order of its fields. */
  private record Mount(String device, Path point, boolean readOnly) {}

  private KeepDirectories() {}

  /**
   * Looks at every file system in {@code /proc/mounts} that is a {@code tmpfs} or whose device
   * begins with {@code /dev/}, but for the root's, and takes its directory {@code keep} if there is
   * one. Nothing is opened or changed.
   *
   * @param settings how the volumes are mounted, such as {@link
   *     org.keepvolume.config.ParsedFlags#settingsAtEnd}; without an id
   * @return a volume for each, in the order of the mounts; read-only where the mount is, whatever
   *     the settings; empty if there is none. One whose name no setting can have, since it has
   *     control characters, is logged and left out
   * @throws IOException if {@code /proc/mounts} cannot be read
   * @throws IllegalArgumentException if the settings have an id, which several volumes cannot share
   */
  public static List<VolumeSpec> discover(MountOptions settings) throws IOException {
    return discover(settings, MOUNTS);
  }

  static List<VolumeSpec> discover(MountOptions settings, Path mounts) throws IOException {
    checkArgument(
        settings.id().isEmpty(), "volumes that are found cannot share the id %s", settings.id());
    // What is mounted later over the same point hides what is below.
    Map<Path, Mount> visible = new LinkedHashMap<>();
    String lines = new String(Files.readAllBytes(mounts), UTF_8);
    for (String line : Splitter.on('\n').omitEmptyStrings().split(lines)) {
      List<String> fields = Splitter.on(' ').splitToList(line);
      if (fields.size() >= 4) {
        Path point = Path.of(unescaped(fields.get(1)));
        visible.remove(point);
        visible.put(point, new Mount(fields.get(0), point, isReadOnly(fields.get(3))));
      }
    }
    List<VolumeSpec> found = new ArrayList<>();
    for (Mount mount : visible.values()) {
      Path directory = mount.point.resolve(NAME);
      if (isOfADisk(mount) && Files.isDirectory(directory)) {
        spec(directory, mount.readOnly, settings).ifPresent(found::add);
      }
    }
    return found;
  }

  private static boolean isOfADisk(Mount mount) {
    boolean stores = mount.device.equals("tmpfs") || mount.device.startsWith("/dev/");
    return stores && mount.point.getNameCount() > 0;
  }

  /** As the original: the first of both options counts. */
  private static boolean isReadOnly(String options) {
    for (String option : Splitter.on(',').split(options)) {
      if (option.equals("ro") || option.equals("rw")) {
        return option.equals("ro");
      }
    }
    return false;
  }

  /** Reads what the kernel writes for blanks and other characters: their code in three digits. */
  private static String unescaped(String field) {
    byte[] bytes = field.getBytes(UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length) {
        plain.write(Integer.parseInt(new String(bytes, i + 1, 3, UTF_8), 8));
        i += 3;
      } else {
        plain.write(bytes[i]);
      }
    }
    return plain.toString(UTF_8);
  }

  private static Optional<VolumeSpec> spec(
      Path directory, boolean readOnly, MountOptions settings) {
    try {
      VolumeConfig config =
          VolumeConfig.builder(PosixKeys.SCHEMA).set(PosixKeys.ROOT, directory).build();
      return Optional.of(
          new VolumeSpec(config, readOnly ? settings.withAccess(Access.READ_ONLY) : settings));
    } catch (ConfigException e) {
      // A name with control characters; it must not hide the other disks.
      LOG.log(System.Logger.Level.WARNING, "a directory is passed by: {0}", e.getMessage());
      return Optional.empty();
    }
  }
}
