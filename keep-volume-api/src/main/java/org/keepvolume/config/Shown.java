// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

/** Shows text from outside in a message: on one line, bounded in length. */
final class Shown {
  private static final int LONGEST = 100;

  private Shown() {}

  /** Returns the text in quotes, shortened. */
  static String quoted(String text) {
    return "\"" + name(text) + "\"";
  }

  /** Returns the text without quotes, shortened. */
  static String name(String text) {
    return text.length() > LONGEST ? oneLine(text.substring(0, LONGEST)) + "..." : oneLine(text);
  }

  /** Returns the text with characters escaped that could move, hide or end what follows them. */
  static String oneLine(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSafe(c)) {
        shown.append(c);
      } else {
        shown.append(String.format("\\u%04x", (int) c));
      }
    }
    return shown.toString();
  }

  private static boolean isSafe(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Returns a URI without the parts in which a password or token may stand. */
  static String uri(String text) {
    return text.replaceFirst("//[^/?#]*@", "//...@").replaceFirst("(?s)([?#]).+", "$1...");
  }
}
