// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;

/**
 * One running call on a volume, which every exception that leaves it names.
 *
 * <p>A helper thread may go on with what the calling thread began. Whichever is first decides how
 * it ends: the caller that leaves, or the helper that comes to the point of no return.
 */
@ThreadSafe
final class Call {
  private enum State {
    RUNNING,
    /** The caller has gone; nothing may be changed any more. */
    LEFT,
    /** The change is being made; the caller waits for its end. */
    DECIDED
  }

  private final VolumeRoot root;
  private final FileErrors errors;
  private final TimeLimits limits;
  private final Operation operation;
  private final @Nullable BlockHash hash;
  private final Thread caller = Thread.currentThread();
  private final long started = System.nanoTime();
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private volatile long progressed = started;

  Call(
      VolumeRoot root,
      FileErrors errors,
      TimeLimits limits,
      Operation operation,
      @Nullable BlockHash hash) {
    this.root = root;
    this.errors = errors;
    this.limits = limits;
    this.operation = operation;
    this.hash = hash;
  }

  /** Begins another wait, which may take as long as the limits allow for one. */
  void progress() {
    progressed = System.nanoTime();
  }

  /** Returns how many nanoseconds one wait may take that no total limits, such as for a page. */
  long onePage() {
    return limits.progress().toNanos();
  }

  /** Returns how many nanoseconds may still be waited; none if 0 or less. */
  long remaining() {
    long now = System.nanoTime();
    return Math.min(
        limits.progress().toNanos() - (now - progressed),
        limits.total().toNanos() - (now - started));
  }

  /** Throws once the call has taken longer than it may. */
  void checkLimit(String what) throws VolumeUnavailableException {
    if (remaining() <= 0) {
      throw late(what);
    }
  }

  @CheckReturnValue
  VolumeUnavailableException late(String what) {
    return unavailable(
        "waited for "
            + what
            + " longer than the limits allow, "
            + limits.progress()
            + " without progress and "
            + limits.total()
            + " in all");
  }

  /** Tries to end the call for its caller; false if the change is being made already. */
  boolean leave() {
    return state.compareAndSet(State.RUNNING, State.LEFT) || state.get() == State.LEFT;
  }

  boolean isLeft() {
    return state.get() == State.LEFT;
  }

  /** Passes the point of no return; throws if the caller has gone or is interrupted. */
  void decide() throws VolumeException {
    if (Thread.currentThread() == caller) {
      checkInterrupted();
    }
    if (!state.compareAndSet(State.RUNNING, State.DECIDED)) {
      throw left();
    }
  }

  /** Returns what ends a helper whose caller has left; nobody is told. */
  @CheckReturnValue
  CallCancelledException left() {
    return new CallCancelledException(
        operation, hash, root.deviceId(), "the caller has left", null);
  }

  void checkInterrupted() throws VolumeException {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(null);
    }
  }

  @CheckReturnValue
  CallCancelledException cancelled(@Nullable Exception cause) {
    return new CallCancelledException(operation, hash, root.deviceId(), "interrupted", cause);
  }

  /**
   * Sets the flag again and returns what the interrupt means: to the caller the end of the call, to
   * a helper that somebody ends its executor.
   */
  @CheckReturnValue
  VolumeException interrupted(@Nullable Exception cause) {
    Thread.currentThread().interrupt();
    return Thread.currentThread() == caller
        ? cancelled(cause)
        : new VolumeUnavailableException(
            operation, hash, root.deviceId(), "the executor interrupted its thread", null, cause);
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
    return look(path, NOFOLLOW_LINKS);
  }

  /**
   * Looks at a prefix directory; empty if there is none. Where links are followed, one that leads
   * nowhere is a lost disk.
   */
  Optional<BasicFileAttributes> lookAtDirectory(Path directory, LinkOption... links)
      throws VolumeException {
    Optional<BasicFileAttributes> found = look(directory, links);
    if (found.isEmpty() && links.length == 0 && look(directory).isPresent()) {
      throw unavailable(directory + " is a link that leads nowhere; is its disk mounted?");
    }
    return found;
  }

  /** Looks at what lies at a path; empty if nothing does. */
  Optional<BasicFileAttributes> look(Path path, LinkOption... links) throws VolumeException {
    return look(path, Files.getFileAttributeView(path, BasicFileAttributeView.class, links));
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
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return interrupted(e);
    }
    return errors.translate(operation, hash, e, file);
  }

  @CheckReturnValue
  VolumeFullException full(String detail) {
    return new VolumeFullException(operation, hash, root.deviceId(), detail, null);
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
