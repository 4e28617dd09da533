// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit sees locks that do not hold between processes, where one of these is slow. */
@Tag("slow")
class SharedMutantsTest {
  /** On an idle machine most are caught by the first. */
  private static final int RUNS = 8;

  @TempDir Path reports;

  @ParameterizedTest
  @EnumSource(names = "WITH_(LOCKS|A_SECOND_CHANNEL)_.*", mode = EnumSource.Mode.MATCH_ALL)
  void exactlyTheBrokenClauseFails(PosixMutant mutant) {
    MutantRun.assertExactlyItsClauseFailsWithin(
        RUNS,
        mutant,
        reports,
        "TrashRaces#touchesAndWritesBesideTrashesOfAnotherProcessFailOrSaveTheBlock",
        "Shared");
  }
}
