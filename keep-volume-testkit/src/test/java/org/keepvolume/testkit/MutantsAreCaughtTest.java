// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.testkit.mutants.Mutant;
import org.keepvolume.testkit.mutants.Mutants;

/** Of every broken backend exactly the clause that it breaks fails, and says so. */
@Tag("slow")
class MutantsAreCaughtTest {
  @TempDir Path reports;

  static List<Mutant> mutants() {
    return MutantChoice.of(Mutants.all());
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void exactlyTheBrokenClauseFails(Mutant mutant) throws Exception {
    List<Throwable> failures = KitRuns.failures(KitRuns.on(mutant, reports));
    assertFalse(failures.isEmpty(), "the kit found nothing");
    Set<String> broken = new TreeSet<>();
    for (Throwable failure : failures) {
      ClauseFailure clauseFailure = assertInstanceOf(ClauseFailure.class, failure);
      broken.add(clauseFailure.clause().id());
      assertSpeaksClearly(mutant, clauseFailure);
    }
    assertEquals(
        Set.of(mutant.clause().id()), broken, () -> "the kit said:\n" + messages(failures));
  }

  private static void assertSpeaksClearly(Mutant mutant, ClauseFailure failure) throws Exception {
    String message = failure.getMessage();
    try (VolumeFixture fixture = mutant.fixture().make()) {
      assertTrue(message.contains(" is broken by " + fixture.name() + ": "), message);
    }
    assertTrue(message.startsWith(failure.clause().id()), message);
    assertTrue(message.contains("seen: " + failure.seen()), message);
    assertTrue(message.contains("check first: " + failure.clause().hints().get(0)), message);
    assertTrue(message.contains("docs/contract.md#"), message);
    assertFalse(failure.seen().isBlank(), message);
    for (String poor :
        List.of("NullPointerException", "ClassCastException", "did not end within")) {
      assertFalse(
          failure.seen().contains(poor)
              && !(poor.startsWith("did not") && mutant.bug().contains("hang")),
          "a poor way to fail: " + message);
    }
  }

  private static String messages(List<Throwable> failures) {
    return String.join("\n", failures.stream().map(Throwable::getMessage).toList());
  }
}
