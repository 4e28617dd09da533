// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/** What {@link Volume#trash} did. */
public enum TrashOutcome {
  /** The block is in the trash and can be restored until its deadline. */
  TRASHED,
  /** The block is gone for good, since the trash lifetime is zero (TR-5). */
  DELETED,
  /** The block is younger than the minimum age and stays as it was (TR-1). */
  TOO_RECENT,
  /** The block's mtime is not the one asked for, and it stays as it was (TR-14). */
  CHANGED
}
