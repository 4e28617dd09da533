// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

/** What a refusal of the service means for a call. */
enum Meaning {
  /** There is no blob of this name. */
  MISSING,
  /** The blob is not, or no longer, as the condition says; on an emulator also: missing. */
  CHANGED,
  /** The blob ends before the range begins. */
  PAST_THE_END,
  /** Trying again soon may help. */
  BUSY,
  /** The bytes were damaged on the way; sent once more. */
  DAMAGED,
  /** Trying again may help, but not within this call. */
  LATER,
  /** The service takes no blob of this size. */
  TOO_LARGE,
  /** A person must look. */
  FAILURE
}
