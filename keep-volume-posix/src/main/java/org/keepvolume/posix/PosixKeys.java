// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.keepvolume.config.ConfigKey;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;

/** The settings of POSIX volumes, and how they become {@link PosixOptions}. */
final class PosixKeys {
  private static final PosixOptions DEFAULTS = PosixOptions.defaults();

  /** A number that people can read; no disk has as much. */
  private static final long MOST_FREE = 1L << 50;

  static final ConfigKey<Path> ROOT =
      ConfigKey.path("root", "The directory, an absolute path; it must exist")
          .withFlags("volume", "volumes");
  static final ConfigKey<Durability> DURABILITY =
      ConfigKey.oneOf(
              "durability",
              "What is synced before a change is acknowledged; none may lose the last seconds",
              Durability.class)
          .withDefault(DEFAULTS.durability());
  static final ConfigKey<Set<PosixFilePermission>> FILE_MODE =
      mode(
          "file-mode",
          "The mode of new block files, less the umask",
          PosixOptions.OWNER_READS_AND_WRITES,
          DEFAULTS.fileMode());
  static final ConfigKey<Set<PosixFilePermission>> DIRECTORY_MODE =
      mode(
          "directory-mode",
          "The mode of new prefix directories, less the umask",
          PosixOptions.OWNER_ENTERS,
          DEFAULTS.directoryMode());
  static final ConfigKey<Long> MIN_FREE =
      ConfigKey.size(
              "min-free", "How much must be free before a write, or it is full", 0, MOST_FREE)
          .withDefault(DEFAULTS.minFree());
  static final ConfigKey<Integer> INDEX_THREADS =
      ConfigKey.integer(
              "index-threads",
              "How many threads look at files for one listing",
              1,
              PosixOptions.MAX_INDEX_THREADS)
          .withDefault(DEFAULTS.indexThreads());
  static final ConfigKey<Boolean> LINKED_DIRECTORIES =
      ConfigKey.bool("linked-directories", "Take a link to a directory for a prefix directory");
  static final ConfigKey<Duration> PROGRESS_LIMIT =
      ConfigKey.duration("progress-limit", "The longest wait for one lock or sync")
          .withDefault(DEFAULTS.limits().progress());
  static final ConfigKey<Duration> TOTAL_LIMIT =
      ConfigKey.duration("total-limit", "The longest time until a change is done")
          .withDefault(DEFAULTS.limits().total());

  static final ConfigSchema SCHEMA =
      ConfigSchema.ofVolume("posix", "A directory of a local file system, in Keep's layout")
          .driver("Directory")
          .volumeKey(ROOT)
          .commaLists()
          .key(DURABILITY)
          .key(FILE_MODE)
          .key(DIRECTORY_MODE)
          .key(MIN_FREE)
          .key(INDEX_THREADS)
          .key(LINKED_DIRECTORIES)
          .key(PROGRESS_LIMIT)
          .key(TOTAL_LIMIT)
          .check(PosixKeys::checkRoot)
          .check(PosixKeys::checkLimits)
          .build();

  private PosixKeys() {}

  private static ConfigKey<Set<PosixFilePermission>> mode(
      String name,
      String help,
      Set<PosixFilePermission> needed,
      Set<PosixFilePermission> byDefault) {
    return ConfigKey.<Set<PosixFilePermission>>custom(
            name,
            help,
            "three octal digits, such as "
                + Modes.print(byDefault)
                + ", for the owner at least "
                + Modes.print(needed),
            text -> Modes.parse(text, needed),
            Modes::print)
        .withDefault(byDefault);
  }

  private static Optional<String> checkRoot(VolumeConfig config) {
    Path root = config.get(ROOT);
    return root.isAbsolute()
        ? Optional.empty()
        : Optional.of("root is \"" + root + "\"; expected an absolute path, which begins with /");
  }

  /** Says why limits do not go together: nothing else of the options can be wrong here. */
  private static Optional<String> checkLimits(VolumeConfig config) {
    try {
      PosixOptions unused = options(config);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(PROGRESS_LIMIT + ", " + TOTAL_LIMIT + ": " + e.getMessage());
    }
  }

  static PosixOptions options(VolumeConfig config) {
    return DEFAULTS
        .withDurability(config.get(DURABILITY))
        .withFileMode(config.get(FILE_MODE))
        .withDirectoryMode(config.get(DIRECTORY_MODE))
        .withMinFree(config.get(MIN_FREE))
        .withIndexThreads(config.get(INDEX_THREADS))
        .withLinkedDirectories(config.get(LINKED_DIRECTORIES))
        .withLimits(new TimeLimits(config.get(PROGRESS_LIMIT), config.get(TOTAL_LIMIT)));
  }

  /** Permissions as octal digits. */
  private static final class Modes {
    private static final String ALL = "rwxrwxrwx";

    static Set<PosixFilePermission> parse(String text, Set<PosixFilePermission> needed) {
      if (!text.matches("0?[0-7]{3}")) {
        throw new IllegalArgumentException("");
      }
      int bits = Integer.parseInt(text, 8);
      StringBuilder letters = new StringBuilder(ALL);
      for (int i = 0; i < ALL.length(); i++) {
        if ((bits & bit(i)) == 0) {
          letters.setCharAt(i, '-');
        }
      }
      Set<PosixFilePermission> mode = PosixFilePermissions.fromString(letters.toString());
      if (!mode.containsAll(needed)) {
        throw new IllegalArgumentException("");
      }
      return mode;
    }

    static String print(Set<PosixFilePermission> mode) {
      String letters = PosixFilePermissions.toString(mode);
      int bits = 0;
      for (int i = 0; i < ALL.length(); i++) {
        bits |= letters.charAt(i) == '-' ? 0 : bit(i);
      }
      return String.format("%04o", bits);
    }

    private static int bit(int place) {
      return 1 << (ALL.length() - 1 - place);
    }
  }
}
