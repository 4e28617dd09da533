// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.LoggedRecords;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;

/** The counters of volumes and store, and the guard of a store's observer. */
@Timeout(30)
class CountingObserverTest {
  private static final BlockHash HASH = BlockHash.EMPTY;

  private final CountingObserver observer = new CountingObserver();

  private static FinishedCall read(String volume, CallOutcome outcome, long bytes, long nanos) {
    return new FinishedCall(volume, Operation.READ, outcome, bytes, nanos);
  }

  @Test
  void countsCallsAndBytesByVolumeOperationAndOutcome() {
    observer.finished(read("a", CallOutcome.SUCCESS, 10, 1));
    observer.finished(read("a", CallOutcome.SUCCESS, 5, 1));
    observer.finished(read("a", CallOutcome.CORRUPT, 2, 1));
    observer.finished(read("b", CallOutcome.SUCCESS, 100, 1));
    observer.finished(new FinishedCall("a", Operation.WRITE, CallOutcome.FULL, 7, 1));
    VolumeCounts a = observer.counts("a");
    assertEquals(new OutcomeCounts(2, 15), a.of(Operation.READ).of(CallOutcome.SUCCESS));
    assertEquals(new OutcomeCounts(1, 2), a.of(Operation.READ).of(CallOutcome.CORRUPT));
    assertEquals(new OutcomeCounts(1, 7), a.of(Operation.WRITE).of(CallOutcome.FULL));
    assertEquals(new OutcomeCounts(0, 0), a.of(Operation.WRITE).of(CallOutcome.SUCCESS));
    assertEquals(Set.of(CallOutcome.FULL), a.of(Operation.WRITE).outcomes().keySet());
    assertEquals(Set.of(Operation.READ, Operation.WRITE), a.operations().keySet());
    assertEquals(List.of("a", "b"), observer.counts().stream().map(VolumeCounts::volume).toList());
  }

  @Test
  void showsHowManyCallsRun() {
    observer.started("a", Operation.READ);
    observer.started("a", Operation.READ);
    assertEquals(2, observer.counts("a").of(Operation.READ).running());
    observer.finished(read("a", CallOutcome.SUCCESS, 0, 1));
    assertEquals(1, observer.counts("a").of(Operation.READ).running());
    assertEquals(0, observer.counts("a").of(Operation.WRITE).running());
  }

  @Test
  void keepsTheTimesOfAllOutcomes() {
    observer.finished(read("a", CallOutcome.SUCCESS, 0, 3));
    observer.finished(read("a", CallOutcome.NOT_FOUND, 0, 5));
    assertEquals(
        new LatencyQuantiles(2, 3, 5, 5, 5, 5), observer.counts("a").of(Operation.READ).latency());
  }

  @Test
  void countsTheBackendsCallsByName() {
    observer.backendCall("a", "fsync", true, 5);
    observer.backendCall("a", "fsync", false, 6);
    observer.backendCall("a", "Get Blob", true, 7);
    assertEquals(
        Map.of(
            "fsync", new BackendCallCounts(1, 1, 11), "Get Blob", new BackendCallCounts(1, 0, 7)),
        observer.counts("a").backendCalls());
  }

  @Test
  void countsTheEventsOfTheStore() {
    observer.fellBack(Operation.READ, HASH, "a", reason());
    observer.fellBack(Operation.READ, HASH, "a", reason());
    observer.fellBack(Operation.WRITE, HASH, "a", reason());
    observer.damagedCopySeen(HASH, "b");
    observer.repaired(HASH, "b");
    assertEquals(Map.of(Operation.READ, 2L, Operation.WRITE, 1L), observer.counts("a").fallBacks());
    assertEquals(0, observer.counts("a").damagedCopiesSeen());
    assertEquals(1, observer.counts("b").damagedCopiesSeen());
    assertEquals(1, observer.counts("b").repairs());
  }

  @Test
  void losesNothingToThreads() throws Exception {
    List<BackgroundCall<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          BackgroundCall.start(
              () -> {
                for (int n = 0; n < 10_000; n++) {
                  observer.started("a", Operation.READ);
                  observer.finished(read("a", CallOutcome.SUCCESS, 3, n));
                }
                return true;
              }));
    }
    for (BackgroundCall<Boolean> thread : threads) {
      assertTrue(thread.result());
    }
    OperationCounts reads = observer.counts("a").of(Operation.READ);
    assertEquals(new OutcomeCounts(40_000, 120_000), reads.of(CallOutcome.SUCCESS));
    assertEquals(0, reads.running());
    assertEquals(40_000, reads.latency().calls());
  }

  @Test
  void countsAreCopiesThatNobodyCanChange() {
    observer.finished(read("a", CallOutcome.SUCCESS, 10, 1));
    VolumeCounts before = observer.counts("a");
    observer.finished(read("a", CallOutcome.SUCCESS, 10, 1));
    assertEquals(1, before.of(Operation.READ).of(CallOutcome.SUCCESS).calls());
    assertThrows(UnsupportedOperationException.class, () -> before.operations().clear());
    assertThrows(
        UnsupportedOperationException.class, () -> before.of(Operation.READ).outcomes().clear());
    assertEquals(List.of(), new CountingObserver().counts());
    assertTrue(new CountingObserver().counts("unknown").operations().isEmpty());
  }

  @Test
  void whatAStoresObserverThrowsIsLoggedOnceAndDropped() {
    StoreObserver guarded =
        StoreObserver.guarded(
            new StoreObserver() {
              @Override
              public void finished(FinishedCall call) {
                throw new IllegalStateException("finished");
              }

              @Override
              public void fellBack(
                  Operation operation, BlockHash hash, String volume, VolumeException reason) {
                throw new AssertionError("fellBack");
              }

              @Override
              public void damagedCopySeen(BlockHash hash, String volume) {
                throw new IllegalStateException("damagedCopySeen");
              }

              @Override
              public void repaired(BlockHash hash, String volume) {
                throw new IllegalStateException("repaired");
              }
            });
    try (LoggedRecords log = LoggedRecords.of("org.keepvolume.VolumeObserver")) {
      tellAll(guarded);
      tellAll(guarded);
      assertEquals(1, log.records().size());
    }
    assertSame(guarded, StoreObserver.guarded(guarded));
    assertSame(StoreObserver.none(), StoreObserver.guarded(StoreObserver.none()));
    tellAll(StoreObserver.none());
  }

  @Test
  void guardOfAStoresObserverPassesEverythingOn() {
    tellAll(StoreObserver.guarded(observer));
    VolumeCounts a = observer.counts("a");
    assertEquals(0, a.of(Operation.READ).running());
    assertEquals(new OutcomeCounts(1, 3), a.of(Operation.READ).of(CallOutcome.SUCCESS));
    assertEquals(new BackendCallCounts(1, 0, 9), a.backendCalls().get("fsync"));
    assertEquals(Map.of(Operation.READ, 1L), a.fallBacks());
    assertEquals(1, a.damagedCopiesSeen());
    assertEquals(1, a.repairs());
  }

  private static VolumeException reason() {
    return new VolumeUnavailableException(Operation.READ, HASH, "a", "away", null, null);
  }

  private static void tellAll(StoreObserver told) {
    told.started("a", Operation.READ);
    told.finished(read("a", CallOutcome.SUCCESS, 3, 5));
    told.backendCall("a", "fsync", true, 9);
    told.fellBack(Operation.READ, HASH, "a", reason());
    told.damagedCopySeen(HASH, "a");
    told.repaired(HASH, "a");
  }
}
