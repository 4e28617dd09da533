// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import javax.annotation.Nullable;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/** The directory that a volume was opened on, recognised again when it is looked for later. */
final class VolumeRoot {
  private final Path path;
  private final Object fileKey;
  private final String deviceId;

  private VolumeRoot(Path path, Object fileKey, String deviceId) {
    this.path = path;
    this.fileKey = fileKey;
    this.deviceId = deviceId;
  }

  /** Opens an existing directory, following links on the way to it; creates nothing (LC-1). */
  static VolumeRoot open(Path given) throws VolumeException {
    checkArgument(
        given.isAbsolute(),
        "volume root \"%s\" is %s; expected an absolute path, such as /data/disk0",
        given,
        given.toString().isBlank() ? "blank" : "relative");
    try {
      Path real = existing(given);
      BasicFileAttributes attributes = attributes(real);
      if (!attributes.isDirectory()) {
        throw failure(given, "the volume root is not a directory", null);
      }
      return new VolumeRoot(real, attributes.fileKey(), DeviceId.of(given, real));
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw failure(given, "the volume root cannot be used: " + FileErrors.describe(e, given), e);
    }
  }

  private static Path existing(Path given) throws IOException {
    try {
      return given.toRealPath();
    } catch (NoSuchFileException e) {
      throw failure(
          given, "the volume root does not exist; is its disk mounted? Nothing was created", e);
    }
  }

  private static VolumeFailureException failure(
      Path given, String detail, @Nullable IOException cause) {
    return new VolumeFailureException(Operation.OPEN, null, given.toString(), detail, cause);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
  }

  Path path() {
    return path;
  }

  String deviceId() {
    return deviceId;
  }

  /** Returns device and inode as they were when the root was opened. */
  Object fileKey() {
    return fileKey;
  }

  /** Tells whether the path still leads to the directory that was opened, with one statx. */
  boolean isPresent() throws IOException {
    try {
      return fileKey.equals(attributes(path).fileKey());
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
