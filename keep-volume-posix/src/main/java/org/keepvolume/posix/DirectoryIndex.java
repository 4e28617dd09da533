// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.VolumeException;

/**
 * Walks the prefix directories and shows every plain file that has a block's name.
 *
 * <p>Holds a bit for each prefix directory in memory, at most 4096, and of blocks one at a time.
 */
final class DirectoryIndex {
  private final BlockPaths paths;

  DirectoryIndex(BlockPaths paths) {
    this.paths = paths;
  }

  void list(Call call, BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    call.checkInterrupted();
    call.requireRoot();
    try (SecureDirectoryStream<Path> root = openRoot(call)) {
      BitSet numbers = directories(call, root, prefix);
      for (int next = numbers.nextSetBit(0); next >= 0; next = numbers.nextSetBit(next + 1)) {
        if (!listDirectory(call, root, BlockPaths.prefixDirectory(next), prefix, visitor)) {
          return;
        }
      }
    }
    // What was lost on the way must not pass for a short listing (IX-4).
    call.requireRoot();
  }

  /** Returns the numbers of the prefix directories to be listed. */
  private BitSet directories(Call call, SecureDirectoryStream<Path> root, BlockPrefix prefix)
      throws VolumeException {
    BitSet found = new BitSet();
    String digits = prefix.toString();
    if (digits.length() >= BlockPaths.PREFIX_DIGITS) {
      found.set(BlockPaths.number(digits.substring(0, BlockPaths.PREFIX_DIGITS)));
      return found;
    }
    Iterator<Path> entries = root.iterator();
    while (hasNext(call, paths.root(), entries)) {
      String name = entries.next().getFileName().toString();
      if (BlockPaths.isPrefixDirectory(name) && name.startsWith(digits)) {
        found.set(BlockPaths.number(name));
      }
    }
    return found;
  }

  /** Returns false if the visitor asked to stop. */
  private boolean listDirectory(
      Call call,
      SecureDirectoryStream<Path> root,
      String name,
      BlockPrefix prefix,
      IndexVisitor visitor)
      throws IOException {
    Path directory = paths.directory(name);
    Optional<BasicFileAttributes> kind = call.look(directory);
    if (kind.isEmpty() || kind.get().isRegularFile()) {
      return true;
    }
    if (!kind.get().isDirectory()) {
      throw call.failure(FileKind.describe(directory, kind.get()) + ", not a directory");
    }
    try (SecureDirectoryStream<Path> entries = openBelow(call, root, directory)) {
      Iterator<Path> files = entries.iterator();
      while (hasNext(call, directory, files)) {
        call.checkInterrupted();
        Path file = files.next();
        Optional<BlockHash> hash =
            BlockPaths.blockNamed(file.getFileName().toString(), name, prefix);
        if (hash.isPresent() && !visit(call, hash.get(), entries, file, visitor)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Looks at the file from within the open directory, so that no path is walked per block. */
  private static boolean visit(
      Call call,
      BlockHash hash,
      SecureDirectoryStream<Path> entries,
      Path file,
      IndexVisitor visitor)
      throws IOException {
    BasicFileAttributeView view =
        entries.getFileAttributeView(
            file.getFileName(), BasicFileAttributeView.class, NOFOLLOW_LINKS);
    Optional<BasicFileAttributes> attributes = call.look(file, view);
    return attributes.isEmpty()
        || !attributes.get().isRegularFile()
        || visitor.visit(LiveBlocks.info(hash, attributes.get()));
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private SecureDirectoryStream<Path> openRoot(Call call) throws VolumeException {
    try {
      // What Java gives on every file system that has openat.
      return (SecureDirectoryStream<Path>) Files.newDirectoryStream(paths.root());
    } catch (IOException e) {
      throw call.failed(e, paths.root());
    }
  }

  private static SecureDirectoryStream<Path> openBelow(
      Call call, SecureDirectoryStream<Path> root, Path directory) throws VolumeException {
    try {
      return root.newDirectoryStream(directory.getFileName(), NOFOLLOW_LINKS);
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
