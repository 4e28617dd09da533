// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import javax.annotation.CheckReturnValue;

/**
 * A block's address as Keep's clients write it: {@code hash+size+hint+hint...}.
 *
 * <p>The form is that of Arvados Keep's locators: 32 lower-case hex digits; then optionally {@code
 * +} and the size in decimal without leading zeros; then any number of hints, each {@code +}, one
 * letter {@code A-Z} and any number of {@code A-Za-z0-9@_-}. Hints keep their order; their meaning
 * is not looked at. What {@link #parse} accepts, {@link #toString} gives back unchanged.
 *
 * @param hash the block's name
 * @param size the block's size in bytes, 0 to {@link Volume#MAX_BLOCK_SIZE}, or empty if unknown
 * @param hints the hints without their {@code +}, in order
 */
@CheckReturnValue
public record BlockLocator(BlockHash hash, OptionalInt size, List<String> hints) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]*");
  private static final Pattern HINT = Pattern.compile("[A-Z][A-Za-z0-9@_-]*");
  private static final String EXPECTED =
      "; expected hash+size, then hints such as +Kxyzzy, each a capital letter followed by"
          + " letters, digits, @, _ or -";

  /**
   * Checks the forms given above.
   *
   * @param hash as given above
   * @param size as given above
   * @param hints as given above
   * @throws IllegalArgumentException if a value is out of its range
   */
  public BlockLocator {
    requireNonNull(hash, "hash");
    hints = List.copyOf(hints);
    size.ifPresent(n -> checkSize(n, Integer.toString(n)));
    for (String hint : hints) {
      checkArgument(HINT.matcher(hint).matches(), "locator hint %s%s", Quoted.text(hint), EXPECTED);
    }
  }

  /**
   * Makes a locator without hints.
   *
   * @param hash the block's name
   * @param size the block's size in bytes, 0 to {@link Volume#MAX_BLOCK_SIZE}
   * @return the locator
   * @throws IllegalArgumentException if the size is out of range
   */
  public static BlockLocator of(BlockHash hash, int size) {
    return new BlockLocator(hash, OptionalInt.of(size), List.of());
  }

  /**
   * Reads a locator from its text.
   *
   * @param text a locator in the form given above
   * @return the locator whose {@link #toString} is {@code text}
   * @throws IllegalArgumentException if the text has another form or the size is out of range; the
   *     message shows the text, says what is wrong and what was expected
   */
  public static BlockLocator parse(String text) {
    List<String> parts = Splitter.on('+').splitToList(text);
    BlockHash hash = BlockHash.parse(parts.get(0));
    List<String> hints = new ArrayList<>(parts.subList(1, parts.size()));
    OptionalInt size = OptionalInt.empty();
    if (!hints.isEmpty() && startsWithDigit(hints.get(0))) {
      size = OptionalInt.of(parseSize(hints.remove(0)));
    }
    return new BlockLocator(hash, size, hints);
  }

  private static boolean startsWithDigit(String part) {
    return !part.isEmpty() && part.charAt(0) >= '0' && part.charAt(0) <= '9';
  }

  private static int parseSize(String text) {
    checkArgument(
        SIZE.matcher(text).matches(),
        "locator size %s is not a decimal number of bytes without leading zeros",
        Quoted.text(text));
    // More digits than fit a long are far out of range too.
    long size = text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
    checkSize(size, Quoted.text(text));
    return (int) size;
  }

  private static void checkSize(long size, String shown) {
    checkArgument(
        size >= 0 && size <= Volume.MAX_BLOCK_SIZE,
        "locator size %s is out of range; a block has 0 to %s bytes",
        shown,
        Volume.MAX_BLOCK_SIZE);
  }

  /** Returns the locator's text. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(hash.toString());
    size.ifPresent(n -> text.append('+').append(n));
    hints.forEach(hint -> text.append('+').append(hint));
    return text.toString();
  }
}
