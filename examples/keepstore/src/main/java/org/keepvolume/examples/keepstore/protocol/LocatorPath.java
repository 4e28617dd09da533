// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import com.google.common.base.CharMatcher;
import java.util.Optional;
import org.keepvolume.BlockHash;

/**
 * A block in a request's path: its hash, and hints of which only a signature is looked at.
 *
 * <p>As the original up to 2.7.4 does, any hint is taken, since newer clients may send others.
 *
 * @param text the locator as it was sent
 * @param hash the block
 */
record LocatorPath(String text, BlockHash hash) {
  private static final int DIGITS = 32;
  private static final CharMatcher HEX =
      CharMatcher.inRange('0', '9').or(CharMatcher.inRange('a', 'f'));

  static Optional<LocatorPath> parse(String text) {
    if (text.length() < DIGITS || !isHints(text.substring(DIGITS))) {
      return Optional.empty();
    }
    String hash = text.substring(0, DIGITS);
    return HEX.matchesAllOf(hash)
        ? Optional.of(new LocatorPath(text, BlockHash.parse(hash)))
        : Optional.empty();
  }

  private static boolean isHints(String text) {
    return text.isEmpty() || (text.length() > 1 && text.charAt(0) == '+' && text.indexOf('/') < 0);
  }
}
