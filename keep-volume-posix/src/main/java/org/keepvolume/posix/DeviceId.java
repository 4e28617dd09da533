// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

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
    return host(hostname) + ":" + given;
  }

  private static String host(Path hostname) throws IOException {
    return Files.isReadable(hostname)
        ? Files.readString(hostname).strip()
        : InetAddress.getLocalHost().getHostName();
  }

  private record Mount(Path point, String subtree, Path source) {
    /** Takes one line of mountinfo: fixed fields, optional ones, a dash, type, source, options. */
    static Optional<Mount> parse(String line) {
      List<String> fields = Splitter.on(' ').splitToList(line);
      int dash = fields.indexOf("-");
      if (dash < 6 || dash + 2 >= fields.size()) {
        return Optional.empty();
      }
      try {
        Path point = Path.of(unescape(fields.get(4)));
        Path source = Path.of(unescape(fields.get(dash + 2)));
        return Optional.of(new Mount(point, fields.get(3), source));
      } catch (InvalidPathException e) {
        // Not a name in this process's character set, so not one that leads to the root.
        return Optional.empty();
      }
    }

    /** Blanks, control characters, backslash and # are written as three octal digits. */
    private static String unescape(String field) {
      return OCTAL
          .matcher(field)
          .replaceAll(
              found ->
                  Matcher.quoteReplacement(
                      Character.toString(Integer.parseInt(found.group(1), 8))));
    }
  }

  private static Optional<Mount> mountHolding(Path real, Path mounts) throws IOException {
    if (!Files.isReadable(mounts)) {
      return Optional.empty();
    }
    // Unlike Files.readAllLines, this takes names that are not UTF-8.
    String lines = new String(Files.readAllBytes(mounts), StandardCharsets.UTF_8);
    return lines
        .lines()
        .map(Mount::parse)
        .flatMap(Optional::stream)
        .filter(mount -> real.startsWith(mount.point))
        // Later lines lie on top of earlier ones at the same point.
        .reduce((found, next) -> deeper(next, found) ? next : found);
  }

  private static boolean deeper(Mount next, Mount found) {
    return next.point.getNameCount() >= found.point.getNameCount();
  }

  private static Optional<String> uuid(Mount mount, Path uuids) {
    // Of a mounted subtree findmnt shows a source that is no path, and the original gives up.
    Path device = mount.source;
    if (!device.isAbsolute() || !mount.subtree.equals("/")) {
      return Optional.empty();
    }
    if (!Files.exists(device) || !Files.isDirectory(uuids)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(uuids)) {
      for (Path link : links) {
        if (Files.exists(link) && Files.isSameFile(link, device)) {
          return Optional.of(link.getFileName().toString());
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A device that comes or goes meanwhile, or links that this user may not read: no UUID.
      return Optional.empty();
    }
    return Optional.empty();
  }
}
