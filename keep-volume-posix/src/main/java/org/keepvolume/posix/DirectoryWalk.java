// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Optional;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/**
 * Walks the prefix directories and shows every plain file whose name has a meaning.
 *
 * <p>Holds a bit for each prefix directory in memory, at most 4096, and of files one at a time.
 */
final class DirectoryWalk {
  /** Gives a file's name its meaning; empty: the file is passed by. */
  @FunctionalInterface
  interface Names<T> {
    Optional<T> parse(String name, String directory, BlockPrefix prefix);
  }

  /**
   * A plain file, from within its open directory, so that no path is walked per file.
   *
   * @param directory for changes of the file while it is being shown, and no longer
   */
  record Found<T>(
      T name, Path file, BasicFileAttributes attributes, SecureDirectoryStream<Path> directory) {}

  /** Takes what is found; false stops the walk. */
  @FunctionalInterface
  interface Taker<T> {
    boolean take(Found<T> found) throws IOException;
  }

  /** Is told what is wrong with one prefix directory; returns to go on with the others. */
  @FunctionalInterface
  interface Trouble {
    void with(VolumeFailureException failure) throws VolumeException;
  }

  private final BlockPaths paths;
  private final LinkOption[] links;

  /**
   * Prepares walks.
   *
   * @param linkedDirectories whether links to prefix directories are followed
   */
  DirectoryWalk(BlockPaths paths, boolean linkedDirectories) {
    this.paths = paths;
    links = linkedDirectories ? new LinkOption[0] : new LinkOption[] {NOFOLLOW_LINKS};
  }

  Path root() {
    return paths.root();
  }

  /** Walks on the calling thread, up to the first failure. */
  <T> void walk(Call call, BlockPrefix prefix, Names<T> names, Taker<T> taker) throws IOException {
    walk(
        call,
        prefix,
        names,
        taker,
        failure -> {
          throw failure;
        });
  }

  /** Walks on the calling thread. */
  <T> void walk(Call call, BlockPrefix prefix, Names<T> names, Taker<T> taker, Trouble trouble)
      throws IOException {
    try (OpenDirectory<SecureDirectoryStream<Path>> root = openRoot(call)) {
      BitSet numbers = directories(call, root.stream(), prefix);
      for (int next = numbers.nextSetBit(0); next >= 0; next = numbers.nextSetBit(next + 1)) {
        try {
          if (!walkDirectory(call, root.stream(), next, prefix, names, taker)) {
            return;
          }
        } catch (VolumeFailureException e) {
          trouble.with(e);
        }
      }
    }
    // What was lost on the way must not pass for a short listing (IX-4).
    call.requireRoot();
  }

  /** Opens the root; the caller closes it, and lists it once at most. */
  @SuppressWarnings("StreamResourceLeak")
  OpenDirectory<SecureDirectoryStream<Path>> openRoot(Call call) throws VolumeException {
    call.requireRoot();
    try {
      // What Java gives on every file system that has openat.
      return new OpenDirectory<>(
          call, paths.root(), (SecureDirectoryStream<Path>) Files.newDirectoryStream(paths.root()));
    } catch (IOException e) {
      throw call.failed(e, paths.root());
    }
  }

  /** Returns the numbers of the prefix directories to be walked. */
  BitSet directories(Call call, SecureDirectoryStream<Path> root, BlockPrefix prefix)
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

  /** Walks one prefix directory; returns false if the taker asked to stop. */
  <T> boolean walkDirectory(
      Call call,
      SecureDirectoryStream<Path> root,
      int number,
      BlockPrefix prefix,
      Names<T> names,
      Taker<T> taker)
      throws IOException {
    String name = BlockPaths.prefixDirectory(number);
    Path directory = paths.directory(name);
    Optional<BasicFileAttributes> kind = call.lookAtDirectory(directory, links);
    if (kind.isEmpty() || kind.get().isRegularFile()) {
      return true;
    }
    if (!kind.get().isDirectory()) {
      throw call.failure(FileKind.describe(directory, kind.get()) + ", not a directory");
    }
    try (OpenDirectory<SecureDirectoryStream<Path>> entries = openBelow(call, root, directory)) {
      Iterator<Path> files = entries.stream().iterator();
      while (hasNext(call, directory, files)) {
        call.checkInterrupted();
        Path file = files.next();
        Optional<T> meaning = names.parse(file.getFileName().toString(), name, prefix);
        if (meaning.isPresent() && !take(call, meaning.get(), entries.stream(), file, taker)) {
          return false;
        }
      }
    }
    return true;
  }

  private static <T> boolean take(
      Call call, T name, SecureDirectoryStream<Path> directory, Path file, Taker<T> taker)
      throws IOException {
    BasicFileAttributeView view =
        directory.getFileAttributeView(
            file.getFileName(), BasicFileAttributeView.class, NOFOLLOW_LINKS);
    Optional<BasicFileAttributes> attributes = call.look(file, view);
    return attributes.isEmpty()
        || !attributes.get().isRegularFile()
        || taker.take(new Found<>(name, file, attributes.get(), directory));
  }

  /** From within the root, so that a link planted meanwhile is refused. */
  private OpenDirectory<SecureDirectoryStream<Path>> openBelow(
      Call call, SecureDirectoryStream<Path> root, Path directory) throws VolumeException {
    try {
      return new OpenDirectory<>(
          call, directory, root.newDirectoryStream(directory.getFileName(), links));
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
