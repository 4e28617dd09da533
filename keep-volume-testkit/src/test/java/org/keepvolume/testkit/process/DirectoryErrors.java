// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;

/** The exceptions of a {@link DirectoryVolume}. */
final class DirectoryErrors {
  private final Path root;

  DirectoryErrors(Path root) {
    this.root = root;
  }

  String deviceId() {
    return "directory:" + root.toAbsolutePath().normalize();
  }

  /** Checks, before anything else, that the thread is not interrupted and the root is there. */
  void checkRoot(Operation operation, @Nullable BlockHash hash) throws VolumeException {
    checkInterrupt(operation, hash);
    if (!Files.isDirectory(root)) {
      throw new VolumeFailureException(
          operation, hash, deviceId(), root + " is no directory", null);
    }
  }

  void checkInterrupt(Operation operation, @Nullable BlockHash hash) throws CallCancelledException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CallCancelledException(operation, hash, deviceId(), "interrupted", null);
    }
  }

  VolumeException of(Operation operation, @Nullable BlockHash hash, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      return new CallCancelledException(operation, hash, deviceId(), "interrupted", e);
    }
    if (e instanceof NoSuchFileException) {
      boolean missing = hash != null && operation != Operation.WRITE && Files.isDirectory(root);
      return missing
          ? new BlockNotFoundException(operation, hash, deviceId(), "no such file", e)
          : new VolumeUnavailableException(
              operation, hash, deviceId(), "a directory is missing", null, e);
    }
    String text = String.valueOf(e.getMessage());
    if (text.contains("No space left") || text.contains("quota exceeded")) {
      return new VolumeFullException(operation, hash, deviceId(), text, e);
    }
    return new VolumeFailureException(operation, hash, deviceId(), text, e);
  }

  VolumeFailureException notPlain(Operation operation, BlockHash hash, Path file) {
    return new VolumeFailureException(
        operation, hash, deviceId(), file + " is a " + kind(file) + ", no plain file", null);
  }

  private static String kind(Path file) {
    if (Files.isSymbolicLink(file)) {
      return "symbolic link";
    }
    return Files.isDirectory(file) ? "directory" : "FIFO or something else that is special";
  }
}
