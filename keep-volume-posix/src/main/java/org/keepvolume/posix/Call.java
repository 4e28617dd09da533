// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.Path;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

/** One running call on a volume, which every exception that leaves it names. */
final class Call {
  private final VolumeRoot root;
  private final FileErrors errors;
  private final Operation operation;
  private final @Nullable BlockHash hash;

  Call(VolumeRoot root, FileErrors errors, Operation operation, @Nullable BlockHash hash) {
    this.root = root;
    this.errors = errors;
    this.operation = operation;
    this.hash = hash;
  }

  void checkInterrupted() throws CallCancelledException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CallCancelledException(operation, hash, root.deviceId(), "interrupted", null);
    }
  }

  /** A lost mount leaves another directory, or none, at the root's path: it must not look empty. */
  void requireRoot() throws VolumeUnavailableException {
    if (!root.isPresent()) {
      throw unavailable(
          "the volume root " + root.path() + " is gone or was replaced; is its disk mounted?");
    }
  }

  @CheckReturnValue
  VolumeException missing() {
    try {
      requireRoot();
    } catch (VolumeUnavailableException e) {
      return e;
    }
    return new BlockNotFoundException(operation, hash, root.deviceId(), "block not found", null);
  }

  @CheckReturnValue
  VolumeException failed(IOException e, Path file) {
    return errors.translate(operation, hash, e, file);
  }

  @CheckReturnValue
  VolumeFailureException failure(String detail) {
    return new VolumeFailureException(operation, hash, root.deviceId(), detail, null);
  }

  @CheckReturnValue
  VolumeUnavailableException unavailable(String detail) {
    return new VolumeUnavailableException(operation, hash, root.deviceId(), detail, null, null);
  }
}
