// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
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
      throw cancelled(null);
    }
  }

  @CheckReturnValue
  CallCancelledException cancelled(@Nullable Exception cause) {
    return new CallCancelledException(operation, hash, root.deviceId(), "interrupted", cause);
  }

  /**
   * Throws unless the root is still the directory that was opened. A lost mount leaves another one
   * at its path, or none, which must neither look empty nor be changed; the original even leaves
   * prefix directories and blocks below mount points.
   */
  void requireRoot() throws VolumeUnavailableException {
    boolean present;
    try {
      present = root.isPresent();
    } catch (IOException e) {
      throw lostRoot(" cannot be looked at (" + FileErrors.describe(e, root.path()) + ")", e);
    }
    if (!present) {
      throw lostRoot(" is gone or was replaced", null);
    }
  }

  /** Looks at what lies at a path, without following a link there; empty if nothing does. */
  Optional<BasicFileAttributes> look(Path path) throws VolumeException {
    return look(
        path, Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS));
  }

  /** Looks at what lies at a path through a view of it. */
  Optional<BasicFileAttributes> look(Path path, BasicFileAttributeView view)
      throws VolumeException {
    try {
      return Optional.of(view.readAttributes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(e, path);
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
    if (e instanceof NoSuchFileException) {
      try {
        requireRoot();
      } catch (VolumeUnavailableException lost) {
        lost.addSuppressed(e);
        return lost;
      }
    }
    return errors.translate(operation, hash, e, file);
  }

  @CheckReturnValue
  VolumeFailureException failure(String detail) {
    return new VolumeFailureException(operation, hash, root.deviceId(), detail, null);
  }

  @CheckReturnValue
  VolumeUnavailableException unavailable(String detail) {
    return unavailable(detail, null);
  }

  private VolumeUnavailableException lostRoot(String state, @Nullable IOException cause) {
    return unavailable("the volume root " + root.path() + state + "; is its disk mounted?", cause);
  }

  private VolumeUnavailableException unavailable(String detail, @Nullable IOException cause) {
    return new VolumeUnavailableException(operation, hash, root.deviceId(), detail, null, cause);
  }
}
