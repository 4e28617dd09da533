// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Derives the name by which two volumes on one device are recognised, as the original does.
 *
 * <p>The UUID of the file system that holds the root, then the root's path below the mount point:
 * {@code fa0b6166-3b55-4994-bd3f-92f4e00a1bb0/keep}. Where that is not to be had (no block device,
 * no UUID, a bind mount or subvolume): {@code <host>:<root as given>}. The original asks findmnt;
 * this reads what findmnt reads, {@code /proc/self/mountinfo}, whose form is in Linux's proc(5).
 */
final class DeviceId {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final Path UUIDS = Path.of("/dev/disk/by-uuid");
  private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private DeviceId() {}

  static String of(Path given, Path real) throws IOException {
    return of(given, real, MOUNTS, UUIDS, HOSTNAME);
  }

  static String of(Path given, Path real, Path mounts, Path uuids, Path hostname)
      throws IOException {
    Optional<Mount> mount = mountHolding(real, mounts);
    if (mount.isPresent()) {
      Optional<String> uuid = uuid(mount.get(), uuids);
      if (uuid.isPresent()) {
        String below = mount.get().point.relativize(real).toString();
        return below.isEmpty() ? uuid.get() : uuid.get() + "/" + below;
      }
    }
    return Files.readString(hostname).strip() + ":" + given;
  }

  private record Mount(Path point, String subtree, String source) {
    /** Takes one line of mountinfo: fixed fields, optional ones, a dash, type, source, options. */
    static Mount parse(String line) {
      List<String> fields = Splitter.on(' ').splitToList(line);
      int dash = fields.indexOf("-");
      return new Mount(
          Path.of(unescape(fields.get(4))), fields.get(3), unescape(fields.get(dash + 2)));
    }

    /** Blank, tab, newline and backslash are written as three octal digits. */
    private static String unescape(String field) {
      return field
          .replace("\\040", " ")
          .replace("\\011", "\t")
          .replace("\\012", "\n")
          .replace("\\134", "\\");
    }
  }

  private static Optional<Mount> mountHolding(Path real, Path mounts) throws IOException {
    Mount found = null;
    for (String line : Files.readAllLines(mounts, StandardCharsets.UTF_8)) {
      Mount mount = Mount.parse(line);
      // Later lines lie on top of earlier ones at the same point.
      if (real.startsWith(mount.point)
          && (found == null || mount.point.getNameCount() >= found.point.getNameCount())) {
        found = mount;
      }
    }
    return Optional.ofNullable(found);
  }

  private static Optional<String> uuid(Mount mount, Path uuids) throws IOException {
    // Of a mounted subtree findmnt shows a source that is no path, and the original gives up.
    if (!mount.source.startsWith("/") || !mount.subtree.equals("/")) {
      return Optional.empty();
    }
    Path device = Path.of(mount.source);
    if (!Files.exists(device) || !Files.isDirectory(uuids)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(uuids)) {
      for (Path link : links) {
        if (Files.exists(link) && Files.isSameFile(link, device)) {
          return Optional.of(link.getFileName().toString());
        }
      }
    }
    return Optional.empty();
  }
}
