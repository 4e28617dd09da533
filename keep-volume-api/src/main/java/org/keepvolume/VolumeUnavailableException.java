// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.time.Duration;
import java.util.Optional;
import javax.annotation.Nullable;

/**
 * The volume could not be asked, or did not answer within its limits: whether the block is there is
 * not known.
 */
public final class VolumeUnavailableException extends VolumeException {
  private static final long serialVersionUID = 1L;

  /** How long the device asks to be left alone. */
  private final @Nullable Duration retryAfter;

  /**
   * Makes the exception.
   *
   * @param operation what was being done
   * @param hash the block concerned, or null if none
   * @param volume the device id of the volume concerned, or null if none
   * @param detail what went wrong, without operation, hash and volume, and without secrets
   * @param retryAfter how long the device asks to be left alone, or null if it did not say
   * @param cause the failure below, or null if none
   */
  public VolumeUnavailableException(
      Operation operation,
      @Nullable BlockHash hash,
      @Nullable String volume,
      String detail,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(operation, hash, volume, detail, cause);
    this.retryAfter = retryAfter;
  }

  /**
   * Returns how long the device asks to be left alone.
   *
   * @return the time to wait before the next try; empty if it did not say
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns true. */
  @Override
  public boolean retryable() {
    return true;
  }
}
