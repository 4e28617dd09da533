// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that settings have. */
final class ValueTypes {
  static final ValueType<String> STRING = of("a text", ValueTypes::text, text -> text);

  private static final Pattern NAME_FORM = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  static final ValueType<String> NAME =
      of("1 to 100 letters, digits, dots, underlines and dashes", ValueTypes::name, name -> name);

  static final ValueType<Set<String>> NAMES =
      of(
          "names of letters, digits, dots, underlines and dashes, with commas between them",
          ValueTypes::names,
          names -> String.join(",", names));

  static final ValueType<Path> PATH = of("a path", ValueTypes::path, Path::toString);

  static final ValueType<URI> URI =
      of("a URI, such as https://host/", ValueTypes::uri, Object::toString);

  static final ValueType<Secret> SECRET =
      of("a secret", text -> Secret.of(text(text)), Secret::reveal);

  static final ValueType<Duration> DURATION =
      of("a duration, such as 336h, 1m30s or PT336H", GoDurations::parse, GoDurations::print);

  static final ValueType<Duration> SECONDS =
      of(
          "a whole number of seconds, or a duration, such as 1209600 or 336h",
          ValueTypes::seconds,
          GoDurations::print);

  static final ValueType<Boolean> BOOLEAN =
      new ValueType<>() {
        @Override
        public String expected() {
          return "true or false";
        }

        @Override
        public Boolean parse(String text) {
          return bool(text);
        }

        @Override
        public String print(Boolean value) {
          return value.toString();
        }

        @Override
        public boolean isBoolean() {
          return true;
        }
      };

  // What Go's strconv.ParseBool takes.
  private static final List<String> TRUE = List.of("1", "t", "T", "true", "TRUE", "True");
  private static final List<String> FALSE = List.of("0", "f", "F", "false", "FALSE", "False");

  // Go's strconv.ParseInt with base 0, as it was before 0b, 0o and underlines came.
  private static final Pattern INTEGER =
      Pattern.compile("([+-]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]+)|(0|[1-9][0-9]*))");

  /** More than any number in range has in any base, and few enough to convert quickly. */
  private static final int MOST_DIGITS = 100;

  private ValueTypes() {}

  static ValueType<Integer> integer(int least, int most) {
    return of(
        "a whole number from " + least + " to " + most,
        text -> (int) inRange(number(text), least, most),
        value -> Integer.toString(value));
  }

  static ValueType<Long> size(long least, long most) {
    return of(
        "a number of bytes from "
            + ByteSizes.print(least)
            + " to "
            + ByteSizes.print(most)
            + ", such as 67108864 or 64MiB",
        text ->
            inRange(
                INTEGER.matcher(text).matches() ? number(text) : ByteSizes.parse(text),
                least,
                most),
        ByteSizes::print);
  }

  /** Names of constants in lower case, with dashes. */
  static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    return of(
        constants.stream().map(ValueTypes::name).collect(Collectors.joining(" or ")),
        text ->
            constants.stream()
                .filter(constant -> name(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(meant(text, constants))),
        ValueTypes::name);
  }

  private static String meant(String wrong, List<? extends Enum<?>> constants) {
    return Suggestions.nearest(wrong, constants.stream().map(ValueTypes::name).toList())
        .map(name -> "did you mean " + name + "?")
        .orElse("");
  }

  static String name(Enum<?> constant) {
    return Ascii.toLowerCase(constant.name()).replace('_', '-');
  }

  static <T> ValueType<T> of(
      String expected, Function<String, T> parser, Function<T, String> printer) {
    return new ValueType<>() {
      @Override
      public String expected() {
        return expected;
      }

      @Override
      public T parse(String text) {
        return parser.apply(text);
      }

      @Override
      public String print(T value) {
        return printer.apply(value);
      }
    };
  }

  static String text(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("it has control characters");
    }
    return text;
  }

  private static String name(String text) {
    if (!NAME_FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("");
    }
    return text;
  }

  private static Set<String> names(String text) {
    return Splitter.on(',')
        .trimResults()
        .splitToStream(text)
        .map(ValueTypes::name)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static Path path(String text) {
    try {
      return Path.of(text(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e.getReason(), e);
    }
  }

  static SecretFile secretFile(String text) {
    if (Shown.isLikeSecret(text)) {
      throw new IllegalArgumentException("it looks like a secret itself");
    }
    return new SecretFile(PATH.parse(text));
  }

  private static URI uri(String text) {
    try {
      return new URI(text(text));
    } catch (URISyntaxException e) {
      // Not its message, which has the text, in which there may be a secret.
      throw new IllegalArgumentException(e.getReason().toLowerCase(Locale.ROOT));
    }
  }

  /** Tells whether a text is a value of a switch. */
  static boolean isBoolean(String text) {
    return TRUE.contains(text) || FALSE.contains(text);
  }

  private static boolean bool(String text) {
    if (TRUE.contains(text)) {
      return true;
    }
    if (FALSE.contains(text)) {
      return false;
    }
    throw new IllegalArgumentException("");
  }

  private static Duration seconds(String text) {
    if (!INTEGER.matcher(text).matches()) {
      return GoDurations.parse(text);
    }
    long seconds = number(text);
    if (seconds < 0 || seconds > GoDurations.LONGEST.toSeconds()) {
      throw new IllegalArgumentException(seconds < 0 ? "it is negative" : "it is too long");
    }
    return Duration.ofSeconds(seconds);
  }

  private static long number(String text) {
    Matcher form = INTEGER.matcher(text);
    if (text.length() > MOST_DIGITS || !form.matches()) {
      throw new IllegalArgumentException("");
    }
    int[] bases = {16, 8, 10};
    for (int i = 0; i < bases.length; i++) {
      String digits = form.group(i + 2);
      if (digits != null) {
        BigInteger value = new BigInteger(form.group(1).replace("+", "") + digits, bases[i]);
        if (value.bitLength() > 63) {
          throw new IllegalArgumentException("it is too large");
        }
        return value.longValueExact();
      }
    }
    throw new IllegalArgumentException("");
  }

  private static long inRange(long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("");
    }
    return value;
  }
}
