// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keepvolume.Capability;

/** What the resource {@code clauses.txt} says of one clause. */
record ClauseText(
    String id,
    Clause.Scope scope,
    Clause.Level level,
    Optional<Capability> needs,
    String text,
    List<String> hints,
    Optional<String> untested) {
  private static final Map<String, ClauseText> ALL = parse(resource());

  static ClauseText of(String id) {
    ClauseText text = ALL.get(id);
    if (text == null) {
      throw new IllegalStateException("clauses.txt has no entry " + id);
    }
    return text;
  }

  /** Returns the ids in the order of the resource. */
  static List<String> ids() {
    return List.copyOf(ALL.keySet());
  }

  private static Map<String, ClauseText> parse(String resource) {
    Map<String, ClauseText> all = new LinkedHashMap<>();
    for (String entry : Splitter.on("\n\n").split(resource)) {
      List<String> lines = entry.lines().filter(line -> !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        ClauseText text = parseEntry(lines);
        if (all.put(text.id(), text) != null) {
          throw new IllegalStateException("clauses.txt has two entries " + text.id());
        }
      }
    }
    return all;
  }

  private static ClauseText parseEntry(List<String> lines) {
    List<String> head = Splitter.on(' ').splitToList(lines.get(0));
    return new ClauseText(
        head.get(0),
        Clause.Scope.valueOf(head.get(1)),
        Clause.Level.valueOf(head.get(2)),
        head.size() > 3 ? Optional.of(Capability.valueOf(head.get(3))) : Optional.empty(),
        String.join(" ", values(lines, "text: ")),
        values(lines, "check: "),
        values(lines, "untested: ").stream().findFirst());
  }

  private static List<String> values(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .toList();
  }

  private static String resource() {
    try (InputStream in = ClauseText.class.getResourceAsStream("clauses.txt")) {
      if (in == null) {
        throw new IllegalStateException("the resource clauses.txt is missing beside Clause");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading clauses.txt", e);
    }
  }
}
