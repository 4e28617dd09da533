// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The tests of the kit, by the clause that they verify. */
final class ClauseTests {
  private ClauseTests() {}

  /** Returns the names of the tests of every clause that has any. */
  static Map<Clause, List<String>> all() {
    Map<Clause, List<String>> tests = new EnumMap<>(Clause.class);
    for (Class<?> group : VolumeConformance.class.getDeclaredClasses()) {
      if (group.isAnnotationPresent(Nested.class)) {
        for (Method method : group.getSuperclass().getDeclaredMethods()) {
          Verifies verifies = method.getAnnotation(Verifies.class);
          if (verifies != null) {
            tests.computeIfAbsent(verifies.value(), clause -> new ArrayList<>()).add(name(method));
          }
        }
      }
    }
    tests.values().forEach(names -> names.sort(null));
    return tests;
  }

  /** Returns the names of the tests that have no clause of their own. */
  static List<String> withoutClause() {
    List<String> tests = new ArrayList<>();
    for (Class<?> group : VolumeConformance.class.getDeclaredClasses()) {
      if (group.isAnnotationPresent(Nested.class)) {
        for (Method method : group.getSuperclass().getDeclaredMethods()) {
          if (method.isAnnotationPresent(NamesClauses.class)) {
            tests.add(name(method));
          }
        }
      }
    }
    tests.sort(null);
    return tests;
  }

  /** Returns a test's name in reports: class and method. */
  static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }
}
