// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.VolumeException;

/**
 * Walks the prefix directories and shows every plain file that has a block's name.
 *
 * <p>Holds the names of prefix directories in memory, at most 4096, and of blocks one at a time.
 */
final class DirectoryIndex {
  private final BlockPaths paths;

  DirectoryIndex(BlockPaths paths) {
    this.paths = paths;
  }

  void list(Call call, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    call.checkInterrupted();
    call.requireRoot();
    for (String directory : directories(call, prefix)) {
      if (!listDirectory(call, directory, prefix, visitor)) {
        return;
      }
    }
    // What was lost on the way must not pass for a short listing (IX-4).
    call.requireRoot();
  }

  private Iterable<String> directories(Call call, BlockPrefix prefix) throws IOException {
    String digits = prefix.toString();
    if (digits.length() >= BlockPaths.PREFIX_DIGITS) {
      return List.of(digits.substring(0, BlockPaths.PREFIX_DIGITS));
    }
    TreeSet<String> found = new TreeSet<>();
    Path root = paths.root();
    try (DirectoryStream<Path> entries = open(call, root)) {
      Iterator<Path> all = entries.iterator();
      while (hasNext(call, root, all)) {
        String name = all.next().getFileName().toString();
        if (BlockPaths.isPrefixDirectory(name) && name.startsWith(digits)) {
          found.add(name);
        }
      }
    }
    return found;
  }

  /** Returns false if the visitor asked to stop. */
  private boolean listDirectory(Call call, String name, BlockPrefix prefix, IndexVisitor visitor)
      throws IOException {
    Path directory = paths.directory(name);
    Optional<BasicFileAttributes> kind = attributes(call, directory);
    if (kind.isEmpty() || kind.get().isRegularFile()) {
      return true;
    }
    if (!kind.get().isDirectory()) {
      throw call.failure(FileKind.describe(directory, kind.get()) + ", not a directory");
    }
    try (DirectoryStream<Path> entries = open(call, directory)) {
      Iterator<Path> files = entries.iterator();
      while (hasNext(call, directory, files)) {
        call.checkInterrupted();
        Path file = files.next();
        Optional<BlockHash> hash = BlockPaths.blockNamed(file.getFileName().toString(), name);
        if (hash.isPresent()
            && prefix.matches(hash.get())
            && !visit(call, hash.get(), file, visitor)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean visit(Call call, BlockHash hash, Path file, IndexVisitor visitor)
      throws IOException {
    Optional<BasicFileAttributes> attributes = attributes(call, file);
    return attributes.isEmpty()
        || !attributes.get().isRegularFile()
        || visitor.visit(LiveBlocks.info(hash, attributes.get()));
  }

  private static Optional<BasicFileAttributes> attributes(Call call, Path path)
      throws VolumeException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw call.failed(e, path);
    }
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private static DirectoryStream<Path> open(Call call, Path directory) throws VolumeException {
    try {
      return Files.newDirectoryStream(directory);
    } catch (IOException e) {
      throw call.failed(e, directory);
    }
  }

  private static boolean hasNext(Call call, Path directory, Iterator<Path> entries)
      throws VolumeException {
    try {
      return entries.hasNext();
    } catch (DirectoryIteratorException e) {
      throw call.failed(e.getCause(), directory);
    }
  }
}
