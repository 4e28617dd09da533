// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/**
 * What the mount of a volume lets its users change.
 *
 * <p>The three levels are those of the original: neither flag, {@code ReadOnly} with {@code
 * AllowTrashWhenReadOnly}, {@code ReadOnly} alone.
 */
public enum Access {
  /** Everything the volume can do. */
  READ_WRITE(true, true),

  /** No new blocks, but old ones may be trashed, restored and swept: to empty a volume. */
  READ_TRASH(false, true),

  /** No changes at all. */
  READ_ONLY(false, false);

  private final boolean allowsWrite;
  private final boolean allowsTrash;

  Access(boolean allowsWrite, boolean allowsTrash) {
    this.allowsWrite = allowsWrite;
    this.allowsTrash = allowsTrash;
  }

  /**
   * Tells whether write and touch are allowed.
   *
   * @return true for {@link #READ_WRITE} alone
   */
  public boolean allowsWrite() {
    return allowsWrite;
  }

  /**
   * Tells whether trash, untrash and sweep are allowed.
   *
   * @return false for {@link #READ_ONLY} alone
   */
  public boolean allowsTrash() {
    return allowsTrash;
  }
}
