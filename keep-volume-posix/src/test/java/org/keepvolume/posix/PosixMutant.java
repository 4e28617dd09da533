// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.keepvolume.posix.RaceVolumes.Variant.NO_FILE_LOCKS;
import static org.keepvolume.posix.RaceVolumes.Variant.NO_FILE_LOCKS_NO_SECOND_LOOK;
import static org.keepvolume.posix.RaceVolumes.Variant.SECOND_CHANNEL;
import static org.keepvolume.testkit.Clause.TM_5;
import static org.keepvolume.testkit.Clause.TR_7;
import static org.keepvolume.testkit.Clause.WR_10;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.process.SlowProcess;
import org.keepvolume.testkit.Clause;

/** A POSIX volume that lacks one part of what its promises rest on, and so breaks one clause. */
public enum PosixMutant {
  WITHOUT_SYNC_OF_CONTENT(WR_10, WrongSyncs.withoutContent()),
  WITHOUT_SYNC_OF_THE_WRITTEN_NAME(WR_10, WrongSyncs.withoutNames(Commit.class)),
  WITHOUT_SYNC_OF_A_NEW_DIRECTORYS_NAME(WR_10, WrongSyncs.withoutNames(PrefixDirectories.class)),
  WITH_A_SECOND_TRY_OF_A_FAILED_SYNC(WR_10, WrongSyncs.ofContentTriedAgain()),
  WITHOUT_NOTICE_OF_A_FAILED_SYNC_OF_THE_WRITTEN_NAME(
      WR_10, WrongSyncs.ofNamesPassedOver(Commit.class)),
  WITHOUT_NOTICE_OF_A_FAILED_SYNC_OF_THE_TOUCHED_TIME(
      TM_5, WrongSyncs.ofTimesPassedOver(Toucher.class)),
  WITHOUT_SYNC_OF_THE_TOUCHED_TIME(TM_5, WrongSyncs.withoutTimes(Toucher.class)),
  WITHOUT_SYNC_OF_THE_RESTORED_TIME(TM_5, WrongSyncs.withoutTimes(Untrasher.class)),
  WITHOUT_SYNC_OF_THE_RESTORED_NAME(TM_5, WrongSyncs.withoutNames(Untrasher.class)),
  WITH_LOCKS_FOR_ITS_OWN_THREADS(TR_7, RaceVolumes.mechanics(NO_FILE_LOCKS)),
  WITH_LOCKS_FOR_ITS_OWN_THREADS_AND_NO_SECOND_LOOK(
      TR_7, RaceVolumes.mechanics(NO_FILE_LOCKS_NO_SECOND_LOOK)),
  WITH_A_SECOND_CHANNEL_TO_THE_LOCK_FILE(TR_7, RaceVolumes.mechanics(SECOND_CHANNEL));

  private final Clause clause;

  @SuppressWarnings("ImmutableEnumChecker") // they have no state
  private final Mechanics mechanics;

  PosixMutant(Clause clause, Mechanics mechanics) {
    this.clause = clause;
    this.mechanics = mechanics;
  }

  /** Returns the one clause that it breaks. */
  public Clause clause() {
    return clause;
  }

  /** Returns what starts its other processes; slow ones, where a race has to be lost. */
  List<String> launcher() {
    return clause == TR_7 ? SlowProcess.launcher() : List.of();
  }

  /** Returns the name of its report. */
  String reportName() {
    return "posix-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Opens a volume that lacks the part, in whatever process. */
  public PosixVolume open(Path root, PosixOptions options, VolumeContext context)
      throws IOException {
    return PosixVolume.open(root, options, context, mechanics);
  }
}
