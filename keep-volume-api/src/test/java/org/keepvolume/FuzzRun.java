// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/**
 * Inputs for parsers: saved ones from a resource, and random ones for as many seconds as the system
 * property {@code keepvolume.fuzz.seconds} says, a fraction of one without it.
 */
public final class FuzzRun {
  private static final String SECONDS = "keepvolume.fuzz.seconds";
  private static final double FEW = 0.3;

  private FuzzRun() {}

  /** Returns the saved inputs, one on each line, with {@code \}{@code uXXXX} for a character. */
  public static Stream<String> saved(Class<?> test, String resource) throws IOException {
    try (InputStream file = test.getResourceAsStream(resource)) {
      return List.of(new String(file.readAllBytes(), UTF_8).split("\n", -1)).stream()
          .filter(line -> !line.startsWith("# "))
          .map(FuzzRun::unescape);
    }
  }

  private static String unescape(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      if (line.startsWith("\\u", i)) {
        text.append((char) Integer.parseInt(line.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        text.append(line.charAt(i));
      }
    }
    return text.toString();
  }

  /** Gives a random source to a check again and again; a failure tells the seed of the run. */
  public static void repeat(Consumer<Random> check) {
    String given = System.getProperty(SECONDS);
    double seconds = given == null ? FEW : Double.parseDouble(given);
    Random random = SeededRandom.create();
    long begin = System.nanoTime();
    int runs = 0;
    do {
      try {
        check.accept(random);
      } catch (RuntimeException | Error e) {
        throw new AssertionFailedError("input " + runs + ": " + e, e);
      }
      runs++;
    } while (System.nanoTime() - begin < seconds * 1e9);
    System.getLogger(FuzzRun.class.getName())
        .log(System.Logger.Level.INFO, "{0} random inputs", runs);
  }

  /** Changes a text here and there. */
  public static String mutate(Random random, String text) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(changed.length() + 1);
      int end = Math.min(changed.length(), at + 1 + random.nextInt(3));
      switch (random.nextInt(5)) {
        case 0 -> changed.delete(at, end);
        case 1 -> changed.insert(at, odd(random));
        case 2 -> changed.insert(at, changed.substring(at, end));
        case 3 -> changed.replace(at, end, odd(random));
        default -> changed.insert(at, changed.substring(at, end).repeat(random.nextInt(50)));
      }
    }
    return changed.toString();
  }

  private static String odd(Random random) {
    String[] odd = {
      "",
      "0",
      "-",
      "--",
      "=",
      ",",
      "+",
      ".",
      " ",
      "\t",
      "\r\n",
      "\n\n",
      "\0",
      "\uFEFF",
      "\u202e",
      "\u0663",
      "\ud83d",
      "\u00b5",
      "'",
      "\"",
      "\\",
      "%s",
      "99999999999999999999",
      "1e9",
      "/../"
    };
    return random.nextInt(8) == 0
        ? Character.toString((char) random.nextInt(0x10000))
        : odd[random.nextInt(odd.length)];
  }
}
