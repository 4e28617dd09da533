// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.spi.VolumeProvider;

/** Makes volumes of type {@code posix}: directories, by the flag {@code -volume}. */
public final class PosixVolumeProvider implements VolumeProvider {
  /** For {@link java.util.ServiceLoader}. */
  public PosixVolumeProvider() {}

  @Override
  public String type() {
    return PosixKeys.SCHEMA.type();
  }

  @Override
  public ConfigSchema schema() {
    return PosixKeys.SCHEMA;
  }

  @Override
  public List<ConfigProblem> validate(VolumeConfig config, Consumer<String> warnings) {
    Path root = config.get(PosixKeys.ROOT);
    if (config.get(PosixKeys.DURABILITY) == Durability.NONE) {
      warnings.accept("durability none may lose acknowledged blocks in a power cut");
    }
    String wrong = wrong(root);
    return wrong.isEmpty()
        ? List.of()
        : List.of(new ConfigProblem(PosixKeys.ROOT.name(), root + " " + wrong));
  }

  /** Says why a root cannot be one, or nothing. */
  private static String wrong(Path root) {
    if (Files.notExists(root)) {
      return "does not exist; make the directory, or mount the disk that holds it";
    } else if (!Files.exists(root)) {
      return "cannot be looked at; expected search permission for the directories above it";
    } else if (!Files.isDirectory(root)) {
      return "is not a directory";
    } else if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      return "is closed to this process; expected permission to read and search it";
    }
    return "";
  }

  @Override
  public Volume open(VolumeConfig config, VolumeContext context) throws VolumeException {
    return PosixVolume.open(config.get(PosixKeys.ROOT), PosixKeys.options(config), context);
  }
}
