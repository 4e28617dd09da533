// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import javax.annotation.Nullable;

/** A block store wrote a block, but to fewer replicas than were asked for. */
public final class InsufficientReplicasException extends VolumeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable WriteResult result;

  /**
   * Makes the exception.
   *
   * @param hash the block concerned
   * @param detail what was missing, without secrets
   * @param result what was reached
   * @param cause the first failure below, or null if none; further ones are suppressed exceptions
   */
  public InsufficientReplicasException(
      BlockHash hash, String detail, WriteResult result, @Nullable Throwable cause) {
    super(Operation.WRITE, requireNonNull(hash, "hash"), null, detail, cause);
    this.result = requireNonNull(result, "result");
  }

  /**
   * Returns what the write reached.
   *
   * @return the replicas that hold the block now; empty after deserialization
   */
  public Optional<WriteResult> result() {
    return Optional.ofNullable(result);
  }

  /** Returns true. */
  @Override
  public boolean retryable() {
    return true;
  }
}
