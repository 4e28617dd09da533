// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in bytes, with or without a unit: {@code 67108864}, {@code 64MiB}, {@code 1GB}. A single
 * letter, as in {@code 512m}, is the binary unit that the JVM takes it for.
 */
final class ByteSizes {
  private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,18}) ?([A-Za-z]*)");
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("TiB", 1L << 40);
    UNITS.put("GiB", 1L << 30);
    UNITS.put("MiB", 1L << 20);
    UNITS.put("KiB", 1L << 10);
    UNITS.put("TB", 1_000_000_000_000L);
    UNITS.put("GB", 1_000_000_000L);
    UNITS.put("MB", 1_000_000L);
    UNITS.put("kB", 1_000L);
    UNITS.put("B", 1L);
    UNITS.put("", 1L);
    for (String letter : List.of("T", "G", "M", "K")) {
      UNITS.put(letter, UNITS.get(letter + "iB"));
      UNITS.put(letter.toLowerCase(Locale.ROOT), UNITS.get(letter + "iB"));
    }
  }

  private ByteSizes() {}

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("");
    }
    Long unit = UNITS.get(form.group(2));
    if (unit == null) {
      throw new IllegalArgumentException("the unit is unknown" + meant(form.group(2)));
    }
    try {
      return new BigInteger(form.group(1)).multiply(BigInteger.valueOf(unit)).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("it is too large", e);
    }
  }

  /** Names the unit that differs in case alone; any other would be a guess. */
  private static String meant(String unit) {
    return UNITS.keySet().stream()
        .filter(unit::equalsIgnoreCase)
        .findFirst()
        .map(name -> ", did you mean " + name + "?")
        .orElse("");
  }

  /** Writes a size in the largest binary unit of which it is a multiple. */
  static String print(long bytes) {
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (bytes > 0 && unit.getKey().endsWith("iB") && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    return Long.toString(bytes);
  }
}
