// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.regex.Pattern;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;

/** One listing of a {@link DirectoryVolume}. */
final class DirectoryIndex {
  private static final Pattern DIRECTORY = Pattern.compile("[0-9a-f]{3}");
  private static final Pattern BLOCK = Pattern.compile("[0-9a-f]{32}");

  private final Path root;
  private final DirectoryErrors errors;
  private final BlockPrefix prefix;
  private final IndexVisitor visitor;

  DirectoryIndex(Path root, DirectoryErrors errors, BlockPrefix prefix, IndexVisitor visitor) {
    this.root = root;
    this.errors = errors;
    this.prefix = prefix;
    this.visitor = visitor;
  }

  void run() throws IOException {
    String digits = prefix.toString();
    try (DirectoryStream<Path> directories = open(root)) {
      Iterator<Path> each = directories.iterator();
      for (Path directory = next(each); directory != null; directory = next(each)) {
        String name = directory.getFileName().toString();
        if (DIRECTORY.matcher(name).matches()
            && (digits.startsWith(name) || name.startsWith(digits))
            && Files.isDirectory(directory, NOFOLLOW_LINKS)
            && !list(directory)) {
          return;
        }
      }
    }
  }

  private boolean list(Path directory) throws IOException {
    String start = directory.getFileName().toString();
    try (DirectoryStream<Path> files = open(directory)) {
      Iterator<Path> each = files.iterator();
      for (Path file = next(each); file != null; file = next(each)) {
        String name = file.getFileName().toString();
        if (name.startsWith(start) && BLOCK.matcher(name).matches()) {
          BlockHash hash = BlockHash.parse(name);
          BlockInfo block = prefix.matches(hash) ? look(hash, file) : null;
          if (block != null && !visitor.visit(block)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private DirectoryStream<Path> open(Path directory) throws VolumeException {
    try {
      return Files.newDirectoryStream(directory);
    } catch (IOException e) {
      throw errors.of(Operation.INDEX, null, e);
    }
  }

  private @Nullable Path next(Iterator<Path> each) throws VolumeException {
    errors.checkInterrupt(Operation.INDEX, null);
    try {
      return each.hasNext() ? each.next() : null;
    } catch (DirectoryIteratorException e) {
      throw errors.of(Operation.INDEX, null, e.getCause());
    }
  }

  /** Returns what the file is, or null if it is gone or no plain file. */
  private @Nullable BlockInfo look(BlockHash hash, Path file) throws VolumeException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS);
      return found.isRegularFile()
          ? new BlockInfo(hash, found.size(), found.lastModifiedTime().toInstant())
          : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw errors.of(Operation.INDEX, null, e);
    }
  }
}
