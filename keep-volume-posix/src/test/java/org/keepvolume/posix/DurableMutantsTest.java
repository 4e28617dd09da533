// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kit sees each sync that is left out or whose failure is made light of, by the evidence that
 * the fixture gives it.
 *
 * <p>Only the two tests that ask for it run here, 3 seconds a mutant. To see that nothing else in
 * the kit fails, about a minute a mutant: {@code mvn verify -pl keep-volume-posix -am
 * -Dtest=DurableMutantsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dkeepvolume.posix.mutants=whole}.
 */
@Tag("long")
class DurableMutantsTest {
  /** A rule at the beginning of what the evidence tells, see DurabilityRules. */
  private static final Pattern RULE = Pattern.compile("(?:fails: |; )(D\\d|touch|untrash): ");

  @TempDir Path reports;

  @ParameterizedTest
  @CsvSource({
    "WITHOUT_SYNC_OF_CONTENT, D1",
    "WITHOUT_SYNC_OF_THE_WRITTEN_NAME, D2",
    "WITHOUT_SYNC_OF_A_NEW_DIRECTORYS_NAME, D3",
    "WITH_A_SECOND_TRY_OF_A_FAILED_SYNC, D4",
    "WITHOUT_NOTICE_OF_A_FAILED_SYNC_OF_THE_WRITTEN_NAME, D7",
    "WITHOUT_NOTICE_OF_A_FAILED_SYNC_OF_THE_TOUCHED_TIME, touch",
    "WITHOUT_SYNC_OF_THE_TOUCHED_TIME, touch",
    "WITHOUT_SYNC_OF_THE_RESTORED_TIME, untrash",
    "WITHOUT_SYNC_OF_THE_RESTORED_NAME, D2",
  })
  void exactlyTheBrokenClauseFails(PosixMutant mutant, String rule) {
    Set<String> rules = new TreeSet<>();
    for (String seen :
        MutantRun.assertExactlyItsClauseFails(
            mutant,
            reports,
            "FailedWrite#blockWrittenSurvivesPowerLoss",
            "Touch#touchAndUntrashSurvivePowerLoss")) {
      Matcher matcher = RULE.matcher(seen);
      while (matcher.find()) {
        rules.add(matcher.group(1));
      }
    }
    assertEquals(Set.of(rule), rules, "the rules that the evidence names");
  }
}
