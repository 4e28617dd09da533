// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.keepvolume.BlockHash;

/** The files of a volume, seen and changed behind its back. */
final class VolumeFiles {
  /** With nanoseconds, to see whether they are kept. */
  static final Instant START = Instant.parse("2024-02-29T12:34:56.123456789Z");

  private final Path root;

  VolumeFiles(Path root) {
    this.root = root;
  }

  Path directory(BlockHash hash) {
    return root.resolve(hash.toString().substring(0, 3));
  }

  Path block(BlockHash hash) {
    return directory(hash).resolve(hash.toString());
  }

  /** Stores a block as the original does, with an mtime. */
  Path place(BlockHash hash, byte[] content, Instant mtime) throws IOException {
    Path file = block(hash);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(mtime));
    return file;
  }

  Instant mtime(BlockHash hash) throws IOException {
    return Files.getLastModifiedTime(block(hash), NOFOLLOW_LINKS).toInstant();
  }

  /** Returns every entry below the root, with all that a change of it would change. */
  Map<String, String> snapshot() throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        entries.put(root.relativize(path).toString(), describe(path));
      }
    }
    return entries;
  }

  /** Returns the paths of all entries below the root but the lock file, sorted. */
  List<String> names() throws IOException {
    return snapshot().keySet().stream()
        .filter(name -> !name.isEmpty() && !name.equals(LockFile.NAME))
        .toList();
  }

  private static String describe(Path path) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, NOFOLLOW_LINKS);
    return String.join(
        " ",
        attributes.fileKey().toString(),
        PosixFilePermissions.toString(attributes.permissions()),
        Long.toString(attributes.size()),
        attributes.lastModifiedTime().toInstant().toString());
  }
}
