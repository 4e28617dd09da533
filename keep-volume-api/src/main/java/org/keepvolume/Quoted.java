// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/** Shows text from outside in a message: quoted, on one line, bounded in length. */
final class Quoted {
  private static final int LONGEST = 64;

  private Quoted() {}

  static String text(String text) {
    StringBuilder shown = new StringBuilder("\"");
    text.chars().limit(LONGEST).forEach(c -> append(shown, (char) c));
    return shown.append(text.length() > LONGEST ? "…\"" : "\"").toString();
  }

  static String character(char c) {
    StringBuilder shown = new StringBuilder("'");
    append(shown, c);
    return shown.append('\'').toString();
  }

  private static void append(StringBuilder shown, char c) {
    if (c == '"' || c == '\\') {
      shown.append('\\').append(c);
    } else if (c < ' ' || c > '~') {
      shown.append(String.format("\\u%04x", (int) c));
    } else {
      shown.append(c);
    }
  }
}
