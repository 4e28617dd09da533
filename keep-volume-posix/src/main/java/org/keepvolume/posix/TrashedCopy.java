// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeException;

/** A block's copy in the trash. */
record TrashedCopy(TrashName name, Path path) {
  /** Returns the copy with the latest deadline (TR-12). */
  @SuppressWarnings("StreamResourceLeak") // it is closed, through OpenDirectory
  static Optional<TrashedCopy> latest(Call call, BlockPaths paths, BlockHash hash)
      throws VolumeException {
    Path directory = paths.directory(hash);
    Optional<TrashedCopy> latest = Optional.empty();
    try (OpenDirectory<DirectoryStream<Path>> files =
        new OpenDirectory<>(
            call, directory, Files.newDirectoryStream(directory, hash + ".trash.*"))) {
      for (Path file : files.stream()) {
        Optional<TrashedCopy> copy = of(call, hash, file);
        if (copy.isPresent() && (latest.isEmpty() || copy.get().isLaterThan(latest.get()))) {
          latest = copy;
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, directory);
    } catch (DirectoryIteratorException e) {
      throw call.failed(e.getCause(), directory);
    }
    return latest;
  }

  /** Returns empty for what is no copy; throws if that cannot be told, lest the block seem lost. */
  private static Optional<TrashedCopy> of(Call call, BlockHash hash, Path file)
      throws VolumeException {
    Optional<BasicFileAttributes> found = call.look(file);
    return found.isPresent() && found.get().isRegularFile()
        ? TrashName.parse(
                file.getFileName().toString(),
                file.getParent().getFileName().toString(),
                BlockPrefix.of(hash))
            .map(name -> new TrashedCopy(name, file))
        : Optional.empty();
  }

  private boolean isLaterThan(TrashedCopy other) {
    return name.deadline().isAfter(other.name.deadline());
  }
}
