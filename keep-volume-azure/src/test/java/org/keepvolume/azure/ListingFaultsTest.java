// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.DELETE_BLOB;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.azure.http.RecordedRequest;
import org.keepvolume.azure.http.RequestRule;

/** Breaks each page of a listing in each way: it is whole, or an exception tells (IX-4). */
@Timeout(60)
@Tag("slow")
class ListingFaultsTest {
  private static final int PAGE = 16;
  private static final System.Logger LOG = System.getLogger(ListingFaultsTest.class.getName());

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "4, false", "4, true"})
  void eachPageIsGotInTheEnd(int parallelism, boolean trashed) throws IOException {
    List<String> wrong = new ArrayList<>();
    int cells = 0;
    try (ListingBench bench = new ListingBench(PAGE, parallelism)) {
      List<String> expected = bench.expected(trashed);
      assertEquals(expected, bench.listed(trashed));
      int pages = bench.requests(LIST_BLOBS);
      bench.proxy().startOver();
      for (int page = 1; page <= pages; page++) {
        for (Fault fault : Fault.of(LIST_BLOBS)) {
          cells++;
          String name = "page " + page + ", " + fault.name();
          try {
            bench.pauses().forget();
            fault.script(bench.proxy(), bench.pauses(), LIST_BLOBS, page, 0);
            List<String> listed = bench.listed(trashed);
            bench.proxy().startOver();
            if (!listed.equals(expected)) {
              wrong.add(name + ": " + listed);
            }
            if (fault.isWaitAsked() && !bench.pauses().pauses().contains(Duration.ofSeconds(1))) {
              wrong.add(name + ": pauses " + bench.pauses().pauses());
            }
          } catch (IOException | AssertionError e) {
            wrong.add(name + ": " + e);
          }
        }
      }
    }
    LOG.log(System.Logger.Level.INFO, "listing matrix: {0} cells", cells);
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  static Stream<Fault> hopeless() {
    int attempts = AzureLimits.defaults().listAttempts();
    return Stream.of(
        new Fault("truncated listing", attempts, false, RequestRule::truncatedListing),
        new Fault("cut", attempts, false, rule -> rule.cutAnswer(500)),
        new Fault(
            "stall", attempts, false, (rule, time) -> rule.stallMid(500).meanwhile(time::pass)),
        new Fault("503", attempts, false, rule -> rule.status(503, "ServerBusy")),
        // the JDK's client asks twice each time
        new Fault("lost answer", 2 * attempts, false, RequestRule::loseAnswer));
  }

  @ParameterizedTest
  @MethodSource("hopeless")
  void pageThatNeverComesFailsTheListing(Fault fault) throws IOException {
    for (int parallelism : new int[] {1, 4}) {
      try (ListingBench bench = new ListingBench(PAGE, parallelism)) {
        for (int i = 0; i < fault.times(); i++) {
          fault
              .action()
              .accept(bench.proxy().on(LIST_BLOBS, ListingFaultsTest::isLast), bench.pauses());
        }
        assertThrows(VolumeUnavailableException.class, () -> bench.listed(false));
      }
    }
  }

  private static boolean isLast(RecordedRequest request) {
    return "32".equals(request.parameter("marker")) || "f".equals(request.parameter("prefix"));
  }

  /** Nobody can tell a last page from one whose marker was taken away on the way. */
  @Test
  void pageWithoutItsMarkerIsTheLastAsFarAsAnyoneCanTell() throws IOException {
    try (ListingBench bench = new ListingBench(PAGE, 1)) {
      bench.proxy().on(LIST_BLOBS, 2).shortPage();
      assertEquals(bench.expected(false).subList(0, PAGE), bench.listed(false));
    }
  }

  @ParameterizedTest
  @CsvSource({"40, 1", "20, 2", "16, 3", "7, 6"})
  void indexAsksForEachPageOnce(int pageSize, int pages) throws IOException {
    try (ListingBench bench = new ListingBench(pageSize, 1)) {
      assertEquals(bench.expected(false), bench.listed(false));
      assertEquals(pages, bench.requests(LIST_BLOBS));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 20, 16, 7})
  void indexFannedOutAsksSixteenTimesMoreAtMost(int pageSize) throws IOException {
    try (ListingBench bench = new ListingBench(pageSize, 4)) {
      assertEquals(bench.expected(false), bench.listed(false));
      int pages = (ListingBench.BLOBS + pageSize - 1) / pageSize;
      int asked = bench.requests(LIST_BLOBS);
      assertTrue(asked >= pages && asked <= pages + 16, () -> asked + " requests");
      assertTrue(pages > 1 || asked == 1);
    }
  }

  @Test
  void sweepAsksForEachPageAndEachBlockRemoved() throws IOException {
    try (ListingBench bench = new ListingBench(PAGE, 1)) {
      TrashSweep swept = bench.sweep();
      assertEquals(ListingBench.DUE, swept.deletedBlocks());
      assertEquals(3, bench.requests(LIST_BLOBS));
      assertEquals(ListingBench.DUE, bench.requests(DELETE_BLOB));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "409, BlobImmutableDueToPolicy",
    "409, SnapshotsPresent",
    "412, LeaseIdMissing",
    "409, BlobArchived"
  })
  void sweepGoesOnBehindABlobThatCannotBeRemoved(int status, String code) throws IOException {
    try (ListingBench bench = new ListingBench(PAGE, 4)) {
      bench.proxy().on(DELETE_BLOB, 3).status(status, code);
      bench.proxy().on(DELETE_BLOB, 5).status(status, code);
      VolumeException e = assertThrows(VolumeException.class, () -> bench.sweep());
      assertTrue(e.detail().contains(status + " " + code), e::detail);
      assertEquals(Optional.of(ListingBench.DUE - 2L), e.sweep().map(TrashSweep::deletedBlocks));
      assertEquals(1, e.getSuppressed().length);
      assertEquals(ListingBench.DUE, bench.requests(DELETE_BLOB));
    }
  }

  @Test
  void sweepThatLosesItsPagesTellsWhatItHasRemoved() throws IOException {
    try (ListingBench bench = new ListingBench(PAGE, 1)) {
      bench.proxy().on(LIST_BLOBS, 2).status(403, "AuthenticationFailed");
      VolumeException e = assertThrows(VolumeFailureException.class, () -> bench.sweep());
      assertEquals(Optional.of(PAGE / 2L), e.sweep().map(TrashSweep::deletedBlocks));
    }
  }
}
