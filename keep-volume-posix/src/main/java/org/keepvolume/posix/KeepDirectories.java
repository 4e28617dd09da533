// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
   * <p>Only the settings of mounts apply. The volumes have the defaults of all keys of their type:
   * a flag such as {@code -posix-min-free} does not reach them.
   *
   * @param settings how the volumes are mounted, such as {@link
   *     org.keepvolume.config.ParsedFlags#settingsAtEnd}; without an id
   * @return a volume for each, in the order of the mounts; read-only where the mount is, whatever
   *     the settings; empty if there is none. One whose name no setting or path can have, such as
   *     one with control characters, is logged and left out
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
    // A character for each byte, since each name has its own mistakes.
    String lines = new String(Files.readAllBytes(mounts), ISO_8859_1);
    for (String line : Splitter.on('\n').omitEmptyStrings().split(lines)) {
      mount(line)
          .ifPresent(
              mount -> {
                visible.remove(mount.point);
                visible.put(mount.point, mount);
              });
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

  /** Reads a line; empty if it is too short, or has a name that no path can have. */
  private static Optional<Mount> mount(String line) {
    List<String> fields = Splitter.on(' ').splitToList(line);
    if (fields.size() < 4) {
      return Optional.empty();
    }
    try {
      Path point = Path.of(unescaped(fields.get(1)));
      return Optional.of(new Mount(fields.get(0), point, isReadOnly(fields.get(3))));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // An odd code, a NUL, or bytes that are no text; it must not hide the other disks.
      LOG.log(
          System.Logger.Level.WARNING,
          "a mount is passed by, since its name cannot be read: {0}",
          line.replaceAll("[^ -~]", "?"));
      return Optional.empty();
    }
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
  private static String unescaped(String field) throws CharacterCodingException {
    byte[] bytes = field.getBytes(ISO_8859_1);
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length) {
        plain.write(Integer.parseInt(new String(bytes, i + 1, 3, ISO_8859_1), 8));
        i += 3;
      } else {
        plain.write(bytes[i]);
      }
    }
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(plain.toByteArray())).toString();
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
