// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/** Reads lower-case hex digits and says precisely which character is not one. */
final class HexDigits {
  private static final int DIGITS_IN_LONG = 16;

  private HexDigits() {}

  static long parseLong(String what, String text, int start) {
    long value = 0;
    for (int i = start; i < start + DIGITS_IN_LONG; i++) {
      value = value << 4 | digit(what, text, i);
    }
    return value;
  }

  static int digit(String what, String text, int index) {
    char c = text.charAt(index);
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    boolean upperCase = c >= 'A' && c <= 'F';
    throw new IllegalArgumentException(
        what
            + " "
            + Quoted.text(text)
            + ": character "
            + (index + 1)
            + ", "
            + Quoted.character(c)
            + (upperCase ? ", is upper case" : ", is not a hex digit")
            + "; expected lower-case hex digits, 0-9 and a-f");
  }
}
