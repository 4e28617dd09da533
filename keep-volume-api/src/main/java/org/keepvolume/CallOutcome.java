// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.util.Objects.requireNonNull;

/**
 * How a call ended, as metrics tell calls apart. Constants may be added in a minor release: a
 * switch over them needs a default branch.
 */
public enum CallOutcome {
  /** It returned. */
  SUCCESS,
  /** {@link BlockNotFoundException}: normal where several volumes are asked. */
  NOT_FOUND,
  /**
   * The call was not allowed: {@link VolumeReadOnlyException}, {@link VolumeUnsupportedException},
   * {@link BlockTooLargeException}, {@link IllegalStateException}.
   */
  REFUSED,
  /** The bytes are not those of the hash: {@link BlockCorruptException}, or two blocks have it. */
  CORRUPT,
  /** {@link VolumeFullException}. */
  FULL,
  /** {@link VolumeUnavailableException}, {@link InsufficientReplicasException}: try again. */
  UNAVAILABLE,
  /** {@link VolumeFailureException}, and whatever no volume should throw: a person must look. */
  FAILED,
  /** {@link CallCancelledException}: the caller's thread was interrupted. */
  CANCELLED,
  /**
   * The caller's own sink or visitor threw. Not so a {@link VerifyingSink}'s verdict on the bytes,
   * which counts as {@link #CORRUPT}, or {@link #FAILED} where the volume broke its contract.
   */
  CALLER;

  /**
   * Returns the outcome that an exception stands for.
   *
   * @param thrown what a call threw, and neither sink nor visitor
   * @return the outcome as listed at the constants; neither {@link #SUCCESS} nor {@link #CALLER}
   */
  public static CallOutcome of(Throwable thrown) {
    requireNonNull(thrown, "thrown");
    if (thrown instanceof BlockNotFoundException) {
      return NOT_FOUND;
    }
    if (thrown instanceof VolumeReadOnlyException
        || thrown instanceof VolumeUnsupportedException
        || thrown instanceof BlockTooLargeException
        || thrown instanceof IllegalStateException) {
      return REFUSED;
    }
    if (thrown instanceof BlockCorruptException || thrown instanceof BlockCollisionException) {
      return CORRUPT;
    }
    if (thrown instanceof VolumeFullException) {
      return FULL;
    }
    if (thrown instanceof VolumeUnavailableException
        || thrown instanceof InsufficientReplicasException) {
      return UNAVAILABLE;
    }
    return thrown instanceof CallCancelledException ? CANCELLED : FAILED;
  }
}
