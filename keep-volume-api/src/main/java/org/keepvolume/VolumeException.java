// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * A call on a volume or a block store that did not do what was asked.
 *
 * <p>Two facts are independent of each other: the type says what kind of thing went wrong, {@link
 * #retryable} whether the same call may succeed later. Decide by these, never by the message. Types
 * may be added in a minor release: a switch over them needs a default branch. Backends make the
 * members, through their public constructors, and cannot add any.
 *
 * <p>The message has one form: {@code read 37b51d194a7513e45b56f6524f2d51f2 on azure:acct/keep:
 * blob not found}, that is operation, hash, device id and detail, of which hash and device may be
 * absent.
 *
 * <p>A failing sink or visitor is not a failing volume: its exception is never wrapped in one of
 * these (RD-4, IX-5).
 */
public abstract sealed class VolumeException extends IOException
    permits BlockNotFoundException,
        BlockCorruptException,
        BlockTooLargeException,
        BlockCollisionException,
        VolumeFullException,
        VolumeReadOnlyException,
        VolumeUnsupportedException,
        VolumeFailureException,
        VolumeUnavailableException,
        InsufficientReplicasException,
        CallCancelledException {
  private static final long serialVersionUID = 1L;

  /** What was being done. */
  private final Operation operation;

  private final transient @Nullable BlockHash hash;

  /** The device id of the volume concerned. */
  private final @Nullable String volume;

  /** What went wrong, without operation, hash and volume. */
  private final String detail;

  private transient @Nullable TrashSweep sweep;

  VolumeException(
      Operation operation,
      @Nullable BlockHash hash,
      @Nullable String volume,
      String detail,
      @Nullable Throwable cause) {
    super(message(operation, hash, volume, detail), cause);
    this.operation = operation;
    this.hash = hash;
    this.volume = volume;
    this.detail = detail;
  }

  private static String message(
      Operation operation, @Nullable BlockHash hash, @Nullable String volume, String detail) {
    StringBuilder message = new StringBuilder(operation.toString());
    if (hash != null) {
      message.append(' ').append(hash);
    }
    if (volume != null) {
      message.append(" on ").append(volume);
    }
    return message.append(": ").append(requireNonNull(detail, "detail")).toString();
  }

  /**
   * Returns what was being done.
   *
   * @return the operation
   */
  public final Operation operation() {
    return operation;
  }

  /**
   * Returns the block concerned.
   *
   * @return its hash; empty if the call was about no single block; empty after deserialization
   */
  public final Optional<BlockHash> hash() {
    return Optional.ofNullable(hash);
  }

  /**
   * Returns the volume concerned.
   *
   * @return its device id, or what the caller named where it could not be opened; empty if the call
   *     was not about one volume
   */
  public final Optional<String> volume() {
    return Optional.ofNullable(volume);
  }

  /**
   * Returns what went wrong, for people.
   *
   * @return the message without operation, hash and volume
   */
  public final String detail() {
    return detail;
  }

  /**
   * Returns what a failed {@link Volume#emptyTrash} had removed before it failed (TR-6).
   *
   * @return the counts so far; empty for every other operation; empty after deserialization
   */
  public final Optional<TrashSweep> sweep() {
    return Optional.ofNullable(sweep);
  }

  /**
   * Attaches what a failed {@link Volume#emptyTrash} had removed; for backends, before they throw.
   *
   * @param sweep the counts so far
   * @return this exception
   * @throws IllegalStateException if the operation is another one, or counts are attached already
   */
  public final VolumeException initSweep(TrashSweep sweep) {
    checkState(
        operation == Operation.EMPTY_TRASH && this.sweep == null,
        "sweep counts belong to one failed empty trash, once");
    this.sweep = requireNonNull(sweep, "sweep");
    return this;
  }

  /**
   * Tells whether the same call may succeed later without anyone repairing anything.
   *
   * @return the answer for this type, the same for every instance of it
   */
  public boolean retryable() {
    return false;
  }
}
