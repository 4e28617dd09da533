// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import com.google.common.base.Splitter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.keepvolume.testkit.clauses.Effort;

/** The settings of a run, from JUnit's configuration parameters or system properties. */
record Settings(
    long seed, double timeoutScale, Effort effort, int walk, Set<String> required, Path reports) {
  static final String SEED = "keepvolume.testkit.seed";
  static final String TIMEOUT_SCALE = "keepvolume.testkit.timeout-scale";
  static final String EFFORT = "keepvolume.testkit.effort";
  static final String WALK = "keepvolume.testkit.walk";
  static final String REQUIRE = "keepvolume.testkit.require";
  static final String REPORTS = "keepvolume.testkit.reports";

  // The largest number that every reader of JSON keeps exactly.
  private static final long LARGEST_SEED = (1L << 53) - 1;
  private static final int SEQUENCES = 200;
  private static final int MOST_SEQUENCES = 1_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Reads the settings; {@code lookup} gives the text of one, or an empty text. */
  static Settings from(Function<String, String> lookup) {
    return new Settings(
        parse(lookup, SEED, Settings::seed, "a whole number from 0 to " + LARGEST_SEED),
        parse(lookup, TIMEOUT_SCALE, Settings::scale, "a number above 0, such as 2.5"),
        parse(lookup, EFFORT, Settings::effort, "short, normal or long"),
        parse(lookup, WALK, Settings::walk, "a whole number from 0 to " + MOST_SEQUENCES),
        parse(lookup, REQUIRE, Settings::names, "names of reports, separated by commas"),
        parse(lookup, REPORTS, Settings::directory, "a path"));
  }

  private static <T> T parse(
      Function<String, String> lookup, String name, Function<String, T> parser, String expected) {
    String text = lookup.apply(name).trim();
    try {
      return parser.apply(text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(name + " is \"" + text + "\"; expected " + expected, e);
    }
  }

  /** Returns how long a test waits for one call that should end. */
  Duration callLimit() {
    return scaled(LIMIT).dividedBy(2);
  }

  /** Returns how long a test may take; at long effort it takes many rounds. */
  Duration testLimit() {
    return scaled(LIMIT).multipliedBy(effort.rounds(1));
  }

  private Duration scaled(Duration limit) {
    return Duration.ofNanos((long) (limit.toNanos() * timeoutScale));
  }

  /** Returns how many random sequences there are at this effort. */
  int sequences() {
    return walk == 0 ? 0 : effort.rounds(walk);
  }

  private static int walk(String text) {
    int walk = text.isEmpty() ? SEQUENCES : Integer.parseInt(text);
    if (walk < 0 || walk > MOST_SEQUENCES) {
      throw new IllegalArgumentException("out of range");
    }
    return walk;
  }

  private static long seed(String text) {
    long seed = text.isEmpty() ? new Random().nextLong() & LARGEST_SEED : Long.parseLong(text);
    if (seed < 0 || seed > LARGEST_SEED) {
      throw new IllegalArgumentException("out of range");
    }
    return seed;
  }

  private static double scale(String text) {
    double scale = text.isEmpty() ? 1 : Double.parseDouble(text);
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("out of range");
    }
    return scale;
  }

  private static Effort effort(String text) {
    return text.isEmpty() ? Effort.NORMAL : Effort.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Set<String> names(String text) {
    return Set.copyOf(Splitter.on(',').trimResults().omitEmptyStrings().splitToList(text));
  }

  private static Path directory(String text) {
    return Path.of(text.isEmpty() ? "target/conformance" : text);
  }
}
