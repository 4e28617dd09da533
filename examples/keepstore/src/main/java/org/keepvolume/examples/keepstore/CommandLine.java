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
  private static final Pattern S3 = Pattern.compile("--?s3-[a-z0-9-]+(=.*)?", Pattern.DOTALL);

  private static final String S3_REMEDY =
      " is of volumes in S3, which are not supported; there are directories (-volume), containers of"
          + " Azure (-azure-storage-container-volume), and what plugins bring";

  private CommandLine() {}

  /**
   * Reads the flags.
   *
   * @throws ConfigException with every mistake
   */
  static ParsedFlags parse(List<String> args, VolumeSchemas schemas) throws ConfigException {
    boolean pluginHasThem = schemas.find("s3").isPresent();
    boolean helpWanted = args.stream().anyMatch(arg -> arg.matches("--?h(elp)?"));
    if (pluginHasThem || helpWanted) {
      return VolumeFlags.parse(args, schemas, KeepstoreKeys.SCHEMA);
    }
    List<ConfigProblem> ofS3 = ofS3(args);
    try {
      ParsedFlags parsed = VolumeFlags.parse(args, schemas, KeepstoreKeys.SCHEMA);
      if (!ofS3.isEmpty()) {
        throw new ConfigException(ofS3);
      }
      return parsed;
    } catch (ConfigException e) {
      throw ofS3.isEmpty() ? e : new ConfigException(inPlace(e.problems(), ofS3));
    }
  }

  /** Says what there is in place of the original's volumes in S3. */
  private static List<ConfigProblem> ofS3(List<String> args) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (S3.matcher(args.get(i)).matches()) {
        String flag = args.get(i).replaceAll("(?s)=.*", "");
        problems.add(new ConfigProblem("argument " + (i + 1), flag + S3_REMEDY));
      }
    }
    return problems;
  }

  /** Returns all problems, those of S3 in place of what else was found at the same arguments. */
  private static List<ConfigProblem> inPlace(List<ConfigProblem> found, List<ConfigProblem> ofS3) {
    List<ConfigProblem> all = new ArrayList<>();
    for (ConfigProblem problem : found) {
      all.add(
          ofS3.stream()
              .filter(each -> each.where().equals(problem.where()))
              .findFirst()
              .orElse(problem));
    }
    return all;
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
      throw new StartException(
          "no volume is named, and none can be looked for: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new StartException(
          "No volumes found: no volume is named, and no mounted disk has a directory named keep;"
              + " name one, as in -volume /data/disk0");
    }
    return found;
  }
}
