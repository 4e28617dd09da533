// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Volume;

/** Does what a script says, and notes what came of it. */
final class RaceThread implements Callable<List<Event>> {
  /** More looks than this at one time show no more. */
  private static final int MOST_STEPS = 2000;

  private final int process;
  private final Script script;
  private final long start;
  private final List<Volume> volumes;
  private final RaceBlocks blocks;
  private final RaceClock clock;
  private final AtomicInteger changing;
  private final List<Event> events = new ArrayList<>();

  /** When the block that was seen last had been changed. */
  private @Nullable Instant seen;

  /**
   * Prepares a thread.
   *
   * @param changing how many scripts have not ended that do not loop
   */
  RaceThread(
      int process,
      Script script,
      long start,
      List<Volume> volumes,
      RaceBlocks blocks,
      RaceClock clock,
      AtomicInteger changing) {
    this.process = process;
    this.script = script;
    this.start = start;
    this.volumes = volumes;
    this.blocks = blocks;
    this.clock = clock;
    this.changing = changing;
  }

  @Override
  public List<Event> call() throws InterruptedException {
    try {
      int done = 0;
      do {
        for (Step step : script.steps()) {
          await(start + step.delay());
          act(step);
          done++;
        }
      } while (script.looping() && changing.get() > 0 && done < MOST_STEPS);
    } finally {
      if (!script.looping()) {
        int unused = changing.decrementAndGet();
      }
    }
    return Collections.unmodifiableList(events);
  }

  /** Lets other threads have the processor if they need it: there may be more of them. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void await(long time) throws InterruptedException {
    while (System.nanoTime() - time < 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the race was ended");
      }
      Thread.yield();
    }
  }

  private void act(Step step) {
    seen = null;
    if (step.deed() == Deed.TRASH_SEEN) {
      note(Deed.STAT, step);
      if (seen == null) {
        return;
      }
    }
    note(step.deed(), step);
  }

  /** Makes one call and notes it. */
  private void note(Deed deed, Step step) {
    RaceCall call = new RaceCall(volumes.get(step.volume()), blocks, step.block());
    long clockBefore = clock.now();
    long invoked = System.nanoTime();
    List<RaceCall.Answer> answers;
    try {
      answers = call.make(deed, seen);
    } catch (BlockNotFoundException e) {
      answers = List.of(new RaceCall.Answer(step.block(), Outcome.MISSING, 0, ""));
    } catch (IOException | RuntimeException | Error e) {
      answers = List.of(new RaceCall.Answer(step.block(), Outcome.FAILED, 0, e.toString()));
    }
    long returned = Math.max(System.nanoTime(), invoked + 1);
    long clockAfter = clock.now();
    seen = call.seen();
    for (RaceCall.Answer answer : answers) {
      events.add(
          new Event(
              process,
              script.thread(),
              deed,
              answer.block(),
              invoked,
              returned,
              clockBefore,
              clockAfter,
              answer.outcome(),
              answer.number(),
              answer.text()));
    }
  }
}
