// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.azure.http.RequestName;
import org.keepvolume.testkit.TestBlock;

/**
 * Breaks each request of each call in each way, and compares outcome, what is there then, and the
 * same call once more with a model (TR-10).
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
@Tag("slow")
class FaultMatrixTest {
  private static final System.Logger LOG = System.getLogger(FaultMatrixTest.class.getName());
  private static final List<BlockCondition> STARTS =
      List.of(
          BlockCondition.MISSING, BlockCondition.OLD, BlockCondition.TRASHED, BlockCondition.DUE);

  private static final List<Deed> OTHERS =
      List.of(Deed.TOUCH, Deed.WRITE, Deed.TRASH, Deed.DELETE, Deed.UNTRASH, Deed.SWEEP);

  private final List<String> wrong = new ArrayList<>();
  private FaultBench bench;
  private int rounds;
  private int cells;

  @BeforeAll
  void open() throws IOException {
    bench = new FaultBench(9);
  }

  @AfterAll
  void close() {
    bench.close();
    LOG.log(System.Logger.Level.INFO, "fault matrix: {0} cells", cells);
  }

  /** Returns the conditions that a call is tried on here: all, or their part of a sample. */
  private List<BlockCondition> starts() {
    return STARTS.stream().filter(start -> rounds++ % FaultRun.OF_THIS_JVM.every() == 0).toList();
  }

  /** One cell: what happens is scripted before, and what may come of it is given. */
  private interface Script {
    void run(TestBlock block) throws IOException;
  }

  private void cell(
      String name, Deed deed, BlockCondition start, List<Expected> allowed, Script script) {
    cells++;
    TestBlock block = bench.prepare(start);
    try {
      script.run(block);
      String outcome = deed.run(bench.volumes(), block);
      boolean interrupted = Thread.interrupted();
      if (interrupted != outcome.equals(Expected.CANCELLED)) {
        outcome += ", interrupted " + interrupted;
      }
      judge(name, deed, block, allowed, outcome);
    } catch (IOException | RuntimeException | AssertionError e) {
      wrong.add(name + ": " + e);
    } finally {
      bench.remove(block);
    }
  }

  private void judge(
      String name, Deed deed, TestBlock block, List<Expected> allowed, String outcome) {
    List<RequestName> seen = bench.proxy().names();
    bench.proxy().startOver();
    for (Expected expected : allowed) {
      if (expected.outcome().equals(outcome) && bench.is(block, expected.after())) {
        Expected again = deed.on(expected.after());
        String second = deed.run(bench.volumes(), block);
        if (!second.equals(again.outcome()) || !bench.is(block, again.after())) {
          wrong.add(name + ": once more " + second + ", not " + again);
        }
        bench.proxy().startOver();
        return;
      }
    }
    wrong.add(name + ": " + outcome + ", not of " + allowed + "; " + seen);
  }

  private void requireNothingWrong() {
    List<String> all = List.copyOf(wrong);
    wrong.clear();
    assertTrue(all.isEmpty(), () -> all.size() + " wrong:\n" + String.join("\n", all));
  }

  /** Returns the requests of a call without any fault, and checks the model by the way. */
  private List<RequestName> requests(Deed deed, BlockCondition start) {
    TestBlock block = bench.prepare(start);
    Expected expected = deed.on(start);
    assertEquals(expected.outcome(), deed.run(bench.volumes(), block));
    assertTrue(bench.is(block, expected.after()), () -> deed + " of " + start);
    List<RequestName> names = bench.proxy().names();
    bench.proxy().startOver();
    bench.remove(block);
    return names;
  }

  @ParameterizedTest
  @EnumSource
  void faultsAreGotOver(Deed deed) {
    for (BlockCondition start : starts()) {
      if (start == BlockCondition.DUE && deed != Deed.SWEEP) {
        continue; // as any other in the trash
      }
      List<RequestName> names = requests(deed, start);
      for (int i = 0; i < names.size(); i++) {
        RequestName request = names.get(i);
        int nth = nth(names, i);
        int looks = deed == Deed.SWEEP ? 0 : 1;
        for (Fault fault : Fault.of(request)) {
          if (fault.happens(deed, start)) {
            String name = deed + " of " + start + ", " + request + " " + nth + ", " + fault.name();
            cell(
                name,
                deed,
                start,
                List.of(deed.on(start)),
                block -> fault.script(bench.proxy(), bench.pauses(), request, nth, looks));
            if (fault.isWaitAsked() && !bench.pauses().pauses().contains(Duration.ofSeconds(1))) {
              wrong.add(name + ": pauses " + bench.pauses().pauses());
            }
          }
        }
      }
    }
    requireNothingWrong();
  }

  /** Others change the block before each request; the call is as if it had come behind them. */
  @ParameterizedTest
  @EnumSource
  void racesAreAsIfOneCameFirst(Deed deed) {
    for (BlockCondition start : starts()) {
      List<RequestName> names = requests(deed, start);
      for (int i = 0; i < names.size(); i++) {
        RequestName request = names.get(i);
        int nth = nth(names, i);
        for (Deed other : OTHERS) {
          Expected theirs = other.on(start);
          cell(
              deed + " of " + start + ", " + request + " " + nth + ", meanwhile " + other,
              deed,
              start,
              List.of(behind(deed, start, theirs.after(), i)),
              block ->
                  bench.proxy().on(request, nth).before(() -> bench.other(other, block, theirs)));
        }
      }
    }
    requireNothingWrong();
  }

  private static Expected behind(Deed deed, BlockCondition start, BlockCondition now, int request) {
    if (request > 0 && deed.isRead()) {
      return now == BlockCondition.MISSING
          ? new Expected(Expected.UNAVAILABLE, now)
          : new Expected(Deed.DONE, now); // trashed is still the same content
    }
    if (request > 0 && deed == Deed.SWEEP && start != now) {
      return new Expected("deleted 0", now);
    }
    return deed.on(now);
  }

  /** A request is executed when its caller has long gone, perhaps behind what others did. */
  @ParameterizedTest
  @EnumSource
  void lateExecutionHarmsNobody(Deed deed) {
    for (BlockCondition start : starts()) {
      List<RequestName> names = requests(deed, start);
      for (int i = 0; i < names.size(); i++) {
        boolean changes = i == names.size() - 1;
        RequestName request = names.get(i);
        int nth = nth(names, i);
        lateCell(deed, start, request, nth, null, changes ? deed.on(start).after() : start);
        for (Deed other : OTHERS) {
          BlockCondition now = other.on(start).after();
          boolean same = now == start && !(other == Deed.TOUCH && start.isLive());
          BlockCondition after =
              deed == Deed.WRITE
                  ? BlockCondition.YOUNG
                  : changes && same ? deed.on(now).after() : now;
          lateCell(deed, start, request, nth, other, after);
        }
      }
    }
    requireNothingWrong();
  }

  private void lateCell(
      Deed deed,
      BlockCondition start,
      RequestName request,
      int nth,
      @Nullable Deed other,
      BlockCondition after) {
    cells++;
    String name = deed + " of " + start + ", " + request + " " + nth + " late, meanwhile " + other;
    TestBlock block = bench.prepare(start);
    try (LateRequest late = LateRequest.script(bench.proxy(), request, nth)) {
      String outcome = deed.run(bench.volumes(), block);
      boolean interrupted = Thread.interrupted();
      if (!interrupted || !outcome.equals(Expected.CANCELLED)) {
        wrong.add(name + ": " + outcome + ", interrupted " + interrupted);
      }
      if (other != null) {
        bench.other(other, block, other.on(start));
      }
      late.execute();
      judge(name, deed, block, List.of(new Expected(Expected.CANCELLED, after)), outcome);
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      wrong.add(name + ": " + e);
    } finally {
      bench.remove(block);
    }
  }

  /** Something on the way sends each request twice, and delivers the second answer. */
  @ParameterizedTest
  @EnumSource
  void duplicatesLeaveWhatOneWould(Deed deed) {
    for (BlockCondition start : starts()) {
      List<RequestName> names = requests(deed, start);
      Expected once = deed.on(start);
      for (int i = 0; i < names.size(); i++) {
        RequestName request = names.get(i);
        int nth = nth(names, i);
        List<Expected> allowed =
            i == 0 ? List.of(once) : List.of(once, new Expected(secondOf(deed), once.after()));
        cell(
            deed + " of " + start + ", " + request + " " + nth + " twice",
            deed,
            start,
            allowed,
            block -> bench.proxy().on(request, nth).duplicate());
      }
    }
    requireNothingWrong();
  }

  /** The second request meets what the first has done, as if that had been somebody else. */
  private static String secondOf(Deed deed) {
    return switch (deed) {
      case TRASH, DELETE -> Expected.MISSING;
      case UNTRASH -> "ALREADY_LIVE";
      case SWEEP -> "deleted 0";
      case READ, READ_RANGES, READ_PARALLEL, WRITE, STAT, TOUCH -> Deed.DONE;
    };
  }

  private static int nth(List<RequestName> names, int index) {
    RequestName request = names.get(index);
    return (int) names.subList(0, index + 1).stream().filter(request::equals).count();
  }
}
