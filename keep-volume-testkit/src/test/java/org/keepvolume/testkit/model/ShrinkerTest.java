// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.testkit.model.Steps.advance;
import static org.keepvolume.testkit.model.Steps.advanceTo;
import static org.keepvolume.testkit.model.Steps.emptyTrash;
import static org.keepvolume.testkit.model.Steps.index;
import static org.keepvolume.testkit.model.Steps.indexWhile;
import static org.keepvolume.testkit.model.Steps.onSecondVolume;
import static org.keepvolume.testkit.model.Steps.read;
import static org.keepvolume.testkit.model.Steps.trash;
import static org.keepvolume.testkit.model.Steps.untrash;
import static org.keepvolume.testkit.model.Steps.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  /** A planted bug: three steps fail in this order, whatever is in between. */
  private static boolean planted(List<Step> steps) {
    int write = steps.indexOf(write(2, 0));
    int trash = steps.lastIndexOf(trash(2));
    int untrash = steps.lastIndexOf(onSecondVolume(untrash(2)));
    return write >= 0 && write < trash && trash < untrash;
  }

  private static List<Step> longList() {
    List<Step> steps = new ArrayList<>(Collections.nCopies(40, read(1)));
    steps.set(3, write(2, 0));
    steps.set(17, trash(2));
    steps.set(39, onSecondVolume(untrash(2)));
    return steps;
  }

  @Test
  void findsTheThreeStepsAmongForty() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    List<Step> small =
        Shrinker.ofSteps(
                steps -> {
                  runs.incrementAndGet();
                  return planted(steps);
                })
            .shrunk(longList());
    assertEquals(List.of(write(2, 0), trash(2), onSecondVolume(untrash(2))), small);
    assertTrue(runs.get() <= Shrinker.RUNS, runs::toString);
  }

  @Test
  void simplifiesBlocksVolumesAndTimes() throws Exception {
    List<Step> steps =
        List.of(
            onSecondVolume(write(3, 0)),
            advance(Duration.ofSeconds(4711)),
            indexWhile(write(3, 1)),
            trash(3));
    List<Step> small =
        Shrinker.ofSteps(
                list -> list.size() == 4 && list.get(3) instanceof Step.Trash && sameBlock(list))
            .shrunk(steps);
    assertEquals(
        List.of(write(0, 0), advanceTo(Boundary.MINIMUM_AGE, 0, 2), index(0, 0), trash(0)), small);
  }

  private static boolean sameBlock(List<Step> steps) {
    Step first = steps.get(0) instanceof Step.OnSecondVolume s ? s.step() : steps.get(0);
    return first instanceof Step.Write write
        && write.block() == ((Step.Trash) steps.get(3)).block()
        && (steps.get(1) instanceof Step.Advance || steps.get(1) instanceof Step.AdvanceTo)
        && (steps.get(2) instanceof Step.IndexWhile || steps.get(2) instanceof Step.Index);
  }

  @Test
  void triesNoMoreThanItsRuns() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    List<Step> steps = new ArrayList<>(Collections.nCopies(400, emptyTrash()));
    List<Step> small =
        Shrinker.ofSteps(
                list -> {
                  runs.incrementAndGet();
                  return false;
                })
            .shrunk(steps);
    assertEquals(steps, small);
    assertEquals(Shrinker.RUNS, runs.get());
  }
}
