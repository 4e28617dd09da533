// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.regex.Pattern;

/** Shows text from outside in a message: on one line, bounded in length. */
final class Shown {
  private static final int LONGEST = 100;

  /** What keys and tokens look like in base 64, with the signs that fill them up. */
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{40,}={1,2}");

  /** What stands before the secret in a SAS token, or in a connection string, whatever its case. */
  private static final Pattern OF_CLOUDS =
      Pattern.compile("(?is)(.*[?&])?sig=.*|(.*;)?(AccountKey|SharedAccessSignature)=.*");

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

  /**
   * Returns a URI without the parts in which a password or token may stand. Those who write a
   * password seldom escape it: it goes up to the last at sign.
   */
  static String uri(String text) {
    int slashes = text.indexOf("//");
    int begin = slashes < 0 ? 0 : slashes + 2;
    int at = text.lastIndexOf('@');
    String shown = text;
    if (at >= begin) {
      boolean isInQuery = text.substring(begin, at).matches("(?s).*[?#].*");
      // Behind it is a host, or the end of a token, which cannot be told apart.
      shown = text.substring(0, begin) + "..." + (isInQuery ? "" : text.substring(at));
    }
    return shown.replaceFirst("(?s)([?#]).+", "$1...");
  }

  /** Returns an argument that has no place, in quotes, without what may be a secret. */
  static String argument(String text) {
    if (isLikeSecret(text)) {
      return Secret.of(text).toString();
    }
    String shown = text.contains("//") ? uri(text) : text;
    int equals = shown.indexOf('=');
    return quoted(equals < 0 ? shown : shown.substring(0, equals));
  }

  /** Tells whether a text has the form of a key, token or connection string. */
  static boolean isLikeSecret(String text) {
    return BASE64.matcher(text).matches() || OF_CLOUDS.matcher(text).matches();
  }
}
