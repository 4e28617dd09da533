// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.util.Optional;
import java.util.regex.Pattern;
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
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}(\\+[^/]+)?");

  static Optional<LocatorPath> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new LocatorPath(text, BlockHash.parse(text.substring(0, DIGITS))))
        : Optional.empty();
  }
}
