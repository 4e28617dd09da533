// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import javax.annotation.Nullable;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Volume;

/** One thread of a race: makes random calls, most of them on the blocks that all others are at. */
final class RaceThread implements Callable<List<Event>> {
  /** Whoever changes blocks has done its share after so many calls. */
  private static final int SHARE = 4;

  private static final List<Deed> CHANGES =
      List.of(
          Deed.TOUCH,
          Deed.TOUCH,
          Deed.TOUCH,
          Deed.WRITE,
          Deed.WRITE,
          Deed.TRASH,
          Deed.TRASH,
          Deed.TRASH,
          Deed.TRASH,
          Deed.UNTRASH,
          Deed.UNTRASH,
          Deed.SWEEP);
  private static final List<Deed> LOOKS =
      List.of(Deed.READ, Deed.READ, Deed.STAT, Deed.STAT, Deed.STAT, Deed.INDEX);

  private final Place place;
  private final List<? extends Volume> volumes;
  private final RaceBlocks blocks;
  private final SharedClock clock;
  private final long lastEpoch;
  private final SplittableRandom random;
  private final List<Event> events = new ArrayList<>();

  /** When the block that was seen last had been changed. */
  private @Nullable Instant seen;

  /**
   * Where a thread is.
   *
   * @param process the number of its process
   * @param thread its number there
   * @param changes whether it changes blocks, or only looks at them
   * @param changing how many threads of all processes change blocks
   */
  record Place(int process, int thread, boolean changes, int changing) {}

  RaceThread(
      Place place,
      List<? extends Volume> volumes,
      RaceBlocks blocks,
      SharedClock clock,
      long lastEpoch,
      long seed) {
    this.place = place;
    this.volumes = volumes;
    this.blocks = blocks;
    this.clock = clock;
    this.lastEpoch = lastEpoch;
    random = new SplittableRandom(seed + 1000L * place.process + place.thread);
  }

  @Override
  public List<Event> call() {
    long epoch = clock.epoch();
    int done = 0;
    while (epoch < lastEpoch) {
      List<Deed> deeds = place.changes ? CHANGES : LOOKS;
      act(deeds.get(random.nextInt(deeds.size())), block(epoch, done));
      done++;
      if (place.changes && done == SHARE) {
        clock.arrive(place.changing);
      }
      long now = clock.epoch();
      if (now != epoch) {
        epoch = now;
        done = 0;
      }
    }
    return Collections.unmodifiableList(events);
  }

  /**
   * After a jump all go for the same old block, then for the next one, then for any. Never all for
   * the last, which is big: too few jumps would come in a time.
   */
  private int block(long epoch, int done) {
    int both = place.changes ? done / 2 : done % 2;
    return both < 2 && random.nextInt(8) > 0
        ? (int) ((epoch * 2 + both) % (blocks.size() - 1))
        : random.nextInt(blocks.size());
  }

  /** Makes one call and notes it. */
  void act(Deed deed, int block) {
    Volume volume = volumes.get(random.nextInt(volumes.size()));
    RaceCall call = new RaceCall(volume, blocks, block);
    Instant expected = random.nextInt(4) == 0 ? seen : null;
    long clockBefore = clock.now();
    long invoked = System.nanoTime();
    List<RaceCall.Answer> answers;
    try {
      answers = call.make(deed, expected);
    } catch (BlockNotFoundException e) {
      answers = List.of(new RaceCall.Answer(block, Outcome.MISSING, 0, ""));
    } catch (IOException | RuntimeException | Error e) {
      answers = List.of(new RaceCall.Answer(block, Outcome.FAILED, 0, e.toString()));
    }
    long returned = System.nanoTime();
    long clockAfter = clock.now();
    seen = call.seen();
    for (RaceCall.Answer answer : answers) {
      events.add(
          new Event(
              place.process,
              place.thread,
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
