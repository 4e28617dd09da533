// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What texts would have in them if they showed a secret, or a part of it, in any usual form. */
final class Traces {
  /** Long enough that no other text has it, and short enough to find what was cut off. */
  private static final int PART = 10;

  private static final int MOST_LINES = 5;

  /** What is looked for, all of one length, and what it is a part of. */
  private final Map<String, String> parts = new HashMap<>();

  /** The sums of their characters, as most places of a text have another. */
  private final BitSet sums = new BitSet();

  private final List<String> words;

  private Traces(List<String> words) {
    this.words = words;
  }

  /**
   * Returns those of secrets, which are named by their numbers.
   *
   * @param words no secrets, and what would stand beside one
   */
  static Traces of(List<String> secrets, String... words) {
    Traces traces = new Traces(List.of(words));
    for (int i = 0; i < secrets.size(); i++) {
      String name = "secret " + (i + 1);
      String secret = secrets.get(i);
      String plain = URLDecoder.decode(secret.replace("+", "%2B"), ISO_8859_1);
      for (String form : List.of(secret, plain, URLEncoder.encode(plain, ISO_8859_1))) {
        traces.add(name, form);
        traces.add(name + " in upper case", form.toUpperCase(Locale.ROOT));
        traces.add(name + " in lower case", form.toLowerCase(Locale.ROOT));
        for (int before = 0; before < 3; before++) {
          byte[] shifted = (" ".repeat(before) + form).getBytes(ISO_8859_1);
          String encoded = Base64.getEncoder().encodeToString(shifted);
          // Both ends depend on what stands beside the secret.
          traces.add(name + " in base64", encoded.substring(4, encoded.length() - 4));
        }
      }
    }
    return traces;
  }

  private void add(String name, String form) {
    for (int at = 0; at + PART <= form.length(); at++) {
      String part = form.substring(at, at + PART);
      parts.putIfAbsent(part, name);
      sums.set(part.chars().sum());
    }
  }

  /** Returns the first lines of a file that have one. */
  List<String> in(Path file) throws IOException {
    List<String> found = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file, ISO_8859_1)) {
      String line = lines.readLine();
      while (line != null && found.size() < MOST_LINES) {
        String what = in(line);
        if (!what.isEmpty()) {
          found.add(what + " in: " + line);
        }
        line = lines.readLine();
      }
    }
    return found;
  }

  private String in(String line) {
    int sum = 0;
    for (int end = 1; end <= line.length(); end++) {
      sum += line.charAt(end - 1);
      if (end >= PART) {
        if (sums.get(sum)) {
          String name = parts.get(line.substring(end - PART, end));
          if (name != null) {
            return name;
          }
        }
        sum -= line.charAt(end - PART);
      }
    }
    return words.stream().filter(line::contains).findFirst().orElse("");
  }
}
