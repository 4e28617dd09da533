// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSchemas;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.posix.KeepDirectories;

/** Reads the service's command line, which is that of the original. */
final class CommandLine {
  private static final Pattern S3 = Pattern.compile("--?s3-[a-z0-9-]+(=.*)?");

  private CommandLine() {}

  /**
   * Reads the flags.
   *
   * @throws ConfigException with every mistake
   */
  static ParsedFlags parse(List<String> args, VolumeSchemas schemas) throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (S3.matcher(args.get(i)).matches()) {
        String flag = args.get(i).replaceAll("=.*", "");
        problems.add(
            new ConfigProblem(
                "argument " + (i + 1),
                flag
                    + " is of volumes in S3, which there are none of; there are directories (-volume)"
                    + " and containers of Azure (-azure-storage-container-volume), and whatever plugins bring: -help prints all flags"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return VolumeFlags.parse(args, schemas, KeepstoreKeys.SCHEMA);
  }

  /** Returns the volumes that are named, or else found. */
  static List<VolumeSpec> volumes(ParsedFlags flags) throws StartException {
    if (!flags.volumes().isEmpty()) {
      return flags.volumes();
    }
    List<VolumeSpec> found;
    try {
      found = KeepDirectories.discover(flags.settingsAtEnd());
    } catch (IOException e) {
      throw new StartException("no volume is named, and none can be looked for: " + e, e);
    }
    if (found.isEmpty()) {
      throw new StartException(
          "No volumes found: no volume is named, and no mounted disk has a directory named keep;"
              + " name one, as in -volume /data/disk0");
    }
    return found;
  }
}
