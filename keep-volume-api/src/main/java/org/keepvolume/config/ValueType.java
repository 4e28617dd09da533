// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

/**
 * How values of one kind are written.
 *
 * @param <T> the values
 */
interface ValueType<T> {
  /** Returns what was expected, for messages, such as {@code a whole number from 0 to 10}. */
  String expected();

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is none; its message is added to what was
   *     expected, where it has one
   */
  T parse(String text);

  /** Writes a value so that it reads back the same. */
  String print(T value);

  /** Tells whether the flag alone, without a value, means something, which {@code true} does. */
  default boolean isBoolean() {
    return false;
  }
}
