// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Optional;

/** Reads what clients write with {@code %}. */
final class PercentCode {
  private PercentCode() {}

  /** Returns a path as it is meant, where a plus stands for itself; empty if it has no meaning. */
  static Optional<String> path(String sent) {
    return sent.indexOf('%') < 0 ? Optional.of(sent) : decoded(sent.replace("+", "%2B"));
  }

  /** Returns a part of a query, where a plus is a blank; what has no meaning is left as it is. */
  static String query(String sent) {
    return decoded(sent).orElse(sent);
  }

  private static Optional<String> decoded(String sent) {
    try {
      return Optional.of(URLDecoder.decode(sent, UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
