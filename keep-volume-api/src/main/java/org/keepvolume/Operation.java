// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/** The operations of a volume, as messages, metrics and fault scripts name them. */
public enum Operation {
  /** Opening a volume. */
  OPEN("open"),
  /** {@link Volume#read}. */
  READ("read"),
  /** {@link Volume#write}. */
  WRITE("write"),
  /** {@link Volume#touch}. */
  TOUCH("touch"),
  /** {@link Volume#stat}. */
  STAT("stat"),
  /** {@link Volume#trash}. */
  TRASH("trash"),
  /** {@link Volume#untrash}. */
  UNTRASH("untrash"),
  /** {@link Volume#index}. */
  INDEX("index"),
  /** {@link Volume#indexTrash}. */
  INDEX_TRASH("index trash"),
  /** {@link Volume#emptyTrash}. */
  EMPTY_TRASH("empty trash"),
  /** {@link Volume#status}. */
  STATUS("status"),
  /** {@link Volume#close}. */
  CLOSE("close");

  private final String words;

  Operation(String words) {
    this.words = words;
  }

  /** Returns the operation in lower-case words, such as {@code empty trash}. */
  @Override
  public String toString() {
    return words;
  }
}
