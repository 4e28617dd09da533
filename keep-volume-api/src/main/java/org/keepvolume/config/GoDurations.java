// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as the original writes them, {@code 336h} or {@code 1m30s}, or as ISO 8601 does.
 *
 * <p>The form is that of Go's time.ParseDuration: numbers with an optional fraction, each with one
 * of the units ns, us (or µs), ms, s, m, h, and a sign in front. A bare {@code 0} is the only
 * number without a unit.
 */
final class GoDurations {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{0,30})?|\\.\\d{1,30})(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** The longest that the original can hold, some 292 years. */
  static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private GoDurations() {}

  /**
   * Reads a duration that is not negative.
   *
   * @throws IllegalArgumentException if the text has none of the forms
   */
  static Duration parse(String text) {
    if (text.startsWith("-")) {
      Duration unused = parseUnsigned(text.substring(1));
      throw new IllegalArgumentException("it is negative");
    }
    return parseUnsigned(text.startsWith("+") ? text.substring(1) : text);
  }

  private static Duration parseUnsigned(String number) {
    if (number.equals("0")) {
      return Duration.ZERO;
    }
    Duration duration = number.startsWith("P") ? parseIso(number) : parseGo(number);
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("it is too long");
    }
    return duration;
  }

  private static Duration parseIso(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (duration.isNegative()) {
        throw new IllegalArgumentException("it is negative");
      }
      return duration;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("", e);
    }
  }

  private static Duration parseGo(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
      end = part.end();
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException(
          text.chars().allMatch(c -> c >= '0' && c <= '9') ? "the unit is missing" : "");
    }
    try {
      return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("it is too long", e);
    }
  }

  /** Writes a duration as Go does, such as {@code 336h0m0s} shortened to {@code 336h}. */
  static String print(Duration duration) {
    if (duration.isZero()) {
      return "0";
    }
    if (duration.isNegative()) {
      return duration.toString();
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    int nanos = duration.toNanosPart();
    if (nanos % 1_000_000 == 0) {
      append(text, nanos / 1_000_000, "ms");
    } else if (nanos % 1_000 == 0) {
      append(text, nanos / 1_000, "us");
    } else {
      append(text, nanos, "ns");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, long number, String unit) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
