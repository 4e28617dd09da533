// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.VolumeException;

/**
 * Looks at the files under blocks' names, without following links and without opening them: the
 * open of a FIFO would never return (RD-11).
 */
final class LiveBlocks {
  private final BlockPaths paths;
  private final PrefixDirectories prefixes;

  LiveBlocks(BlockPaths paths, PrefixDirectories prefixes) {
    this.paths = paths;
    this.prefixes = prefixes;
  }

  /** Returns the block's file; throws not found, or failure if it is not a plain file. */
  BasicFileAttributes require(Call call, BlockHash hash) throws VolumeException {
    return require(call, hash, paths.block(hash));
  }

  /** Returns the block's file, whose path the caller has already. */
  BasicFileAttributes require(Call call, BlockHash hash, Path path) throws VolumeException {
    prefixes.require(call, hash);
    Optional<BasicFileAttributes> attributes = find(call, path);
    if (attributes.isEmpty()) {
      // JDK 25 says missing, too, of a block below something that is no directory any more.
      prefixes.recheck(call, hash);
      throw call.missing();
    }
    return attributes.get();
  }

  /** Returns the block's file if there is one; throws failure if it is not a plain file. */
  Optional<BasicFileAttributes> find(Call call, BlockHash hash) throws VolumeException {
    return find(call, paths.block(hash));
  }

  private static Optional<BasicFileAttributes> find(Call call, Path path) throws VolumeException {
    Optional<BasicFileAttributes> attributes = call.look(path);
    if (attributes.isPresent() && !attributes.get().isRegularFile()) {
      throw call.failure(FileKind.describe(path, attributes.get()) + ", not a block's file");
    }
    return attributes;
  }

  static BlockInfo info(BlockHash hash, BasicFileAttributes attributes) {
    return new BlockInfo(hash, attributes.size(), mtime(attributes));
  }

  static Instant mtime(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().toInstant();
  }
}
