// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.annotation.Nullable;

/** Takes values out of a map of a config file, and knows which it did not expect. */
final class MapReader {
  private final String where;
  private final BooleanSupplier broken;
  private final Map<String, Object> left = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> mistaken = new HashSet<>();
  private final List<ConfigProblem> problems;

  /**
   * Makes a reader.
   *
   * @param where where the map stands, for messages
   * @param value what stands there, which may be no map
   * @param problems takes the mistakes
   */
  MapReader(String where, @Nullable Object value, List<ConfigProblem> problems) {
    this(where, value, () -> false, problems);
  }

  private MapReader(
      String where,
      @Nullable Object value,
      BooleanSupplier mistakenAbove,
      List<ConfigProblem> problems) {
    this.where = where;
    boolean otherKind = value != null && !(value instanceof Map);
    broken = () -> otherKind || mistakenAbove.getAsBoolean();
    this.problems = problems;
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> left.put(name(key), entry));
    } else if (otherKind) {
      problem("expected keys and values, not " + kind(value));
    }
  }

  /** Takes the text of a scalar; empty if the key is not there, or has no value. */
  Optional<String> text(String key) {
    Object value = take(key);
    if (value == null) {
      return Optional.empty();
    }
    if (isScalar(value)) {
      return Optional.of(value.toString());
    }
    mistaken(key, kind(value) + "; expected one value");
    return Optional.empty();
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private void mistaken(String key, String what) {
    mistaken.add(key);
    problem(key + " is " + what);
  }

  /** Takes a map below this one; one without entries if the key is not there. */
  MapReader map(String key) {
    return new MapReader(where + "." + key, take(key), () -> isMistaken(key), problems);
  }

  /** Takes names: a list, a text with commas, or a map from each name to true. */
  Optional<String> names(String key) {
    Object value = left.get(key);
    if (!(value instanceof Collection) && !(value instanceof Map)) {
      return text(key);
    }
    take(key);
    // What stands in them is not shown: it may be of any size, and contain itself.
    boolean known =
        value instanceof Map<?, ?> map
            ? map.values().stream().allMatch(Boolean.class::isInstance)
            : ((Collection<?>) value).stream().allMatch(MapReader::isScalar);
    if (!known) {
      mistaken(
          key, kind(value) + "; expected a list of names, or a map from names to true or false");
      return Optional.empty();
    }
    return Optional.of(
        value instanceof Map<?, ?> map
            ? map.entrySet().stream()
                .filter(entry -> Boolean.TRUE.equals(entry.getValue()))
                .map(entry -> name(entry.getKey()))
                .collect(Collectors.joining(","))
            : ((Collection<?>) value)
                .stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /**
   * Reads a text as a value of a key, and notes a mistake under the name that the map has for it.
   */
  <T> void parse(String name, Optional<String> text, ConfigKey<T> key, VolumeConfig.Builder into) {
    if (text.isPresent()) {
      try {
        into.parse(key, text.get());
      } catch (BadValueException e) {
        mistaken(name, e.getMessage());
      }
    }
  }

  /**
   * Says that a key is not set, or under which unknown name a person seems to have set it, which is
   * then no second mistake.
   */
  String missing(String key) {
    Optional<String> wrong =
        left.keySet().stream()
            .filter(name -> Suggestions.nearest(name, Set.of(key)).isPresent())
            .findFirst();
    wrong.ifPresent(left::remove);
    return wrong
        .map(name -> "unknown key " + Shown.name(name) + "; did you mean " + key + "?")
        .orElse(key + " is not set");
  }

  @Nullable
  private Object take(String key) {
    known.add(key);
    return left.remove(key);
  }

  Set<String> names() {
    return left.keySet();
  }

  /** Notes every key that nobody has taken. */
  void refuseRest() {
    for (String key : left.keySet()) {
      Suggestions.nearest(key, known).ifPresent(mistaken::add);
      problem(
          "unknown key "
              + Shown.name(key)
              + Suggestions.didYouMean("", key, known)
              + "; known keys are "
              + String.join(", ", known));
    }
  }

  /** Tells whether a person meant to set a key and failed, which has been noted. */
  boolean isMistaken(String key) {
    return broken.getAsBoolean() || mistaken.contains(key);
  }

  void problem(String what) {
    problems.add(new ConfigProblem(where, what));
  }

  /** Returns the text of a key; of one that is no scalar, as YAML has them, only the kind. */
  static String name(@Nullable Object key) {
    return key == null || isScalar(key) ? String.valueOf(key) : "<" + kind(key) + ">";
  }

  private static String kind(Object value) {
    return value instanceof Collection ? "a list" : value instanceof Map ? "a map" : "one value";
  }
}
