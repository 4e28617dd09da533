// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.keepvolume.BlockHash;

/** The names in a directory of Arvados Keep's layout. */
record KeepDirectory(Path root) {
  private static final String PREFIX = "[0-9a-f]{3}";
  private static final String HASH = "[0-9a-f]{32}";
  private static final Pattern PREFIX_DIRECTORY = Pattern.compile(PREFIX);
  private static final Pattern UNFINISHED = Pattern.compile(PREFIX + "/tmp" + HASH + "[0-9]+");

  /** Prefix directories, blocks, trashed copies, and the lock file. */
  private static final Pattern FINISHED =
      Pattern.compile(
          PREFIX
              + "|("
              + PREFIX
              + ")/\\1[0-9a-f]{29}(\\.trash\\.[0-9]{1,18})?|\\.keep-volume\\.lock");

  Path directory(BlockHash hash) {
    return root.resolve(hash.toString().substring(0, 3));
  }

  Path block(BlockHash hash) {
    return directory(hash).resolve(hash.toString());
  }

  /** Returns where a block lies, in a directory that is there. */
  Path prepared(BlockHash hash) throws IOException {
    Files.createDirectories(directory(hash));
    return block(hash);
  }

  Path unfinished(BlockHash hash, String digits) throws IOException {
    return prepared(hash).resolveSibling("tmp" + hash + digits);
  }

  String name(Path path) {
    return root.relativize(path).toString();
  }

  static boolean isUnfinished(String name) {
    return UNFINISHED.matcher(name).matches();
  }

  /** Tells whether the layout has such a name for something that is complete. */
  static boolean isFinished(String name) {
    return FINISHED.matcher(name).matches();
  }

  /** Tells whether it is a directory of blocks, which comes and goes with what is in it. */
  boolean isPrefixDirectory(Path path) {
    return PREFIX_DIRECTORY.matcher(name(path)).matches()
        && Files.isDirectory(path, NOFOLLOW_LINKS);
  }

  /** Returns everything below the root, in no order. */
  List<Path> entries() throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(path -> !path.equals(root)).toList();
    }
  }
}
