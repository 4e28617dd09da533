// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.keepvolume.Capability;

/** Makes up what threads do in a heat: random calls, most of them on the blocks all are at. */
final class Scripts {
  private static final int CHANGERS = 3;

  /** Whoever changes blocks has done its share after so many calls. */
  private static final int SHARE = 4;

  private static final int LOOKS = 24;

  private static final List<Deed> STORES =
      List.of(Deed.TOUCH, Deed.TOUCH, Deed.TOUCH, Deed.WRITE, Deed.WRITE);
  private static final List<Deed> TRASHES =
      List.of(
          Deed.TRASH,
          Deed.TRASH,
          Deed.TRASH,
          Deed.TRASH_SEEN,
          Deed.UNTRASH,
          Deed.UNTRASH,
          Deed.SWEEP);
  private static final List<Deed> LOOKING =
      List.of(Deed.READ, Deed.READ, Deed.STAT, Deed.STAT, Deed.STAT, Deed.INDEX);

  private final SplittableRandom random;
  private final List<Deed> changing;
  private final int blocks;
  private final int volumes;

  /**
   * Prepares for heats.
   *
   * @param capabilities what may be asked of the volumes
   * @param blocks how many there are
   * @param volumes how many volume objects each process has
   */
  Scripts(long seed, Set<Capability> capabilities, int blocks, int volumes) {
    random = new SplittableRandom(seed);
    changing = new ArrayList<>(STORES);
    if (capabilities.contains(Capability.TRASH)) {
      changing.addAll(TRASHES);
    }
    this.blocks = blocks;
    this.volumes = volumes;
  }

  /**
   * Returns what a process does in a heat.
   *
   * @param gap how many nanoseconds a call takes, so that all threads begin their calls together
   */
  List<Script> heat(int number, long gap) {
    List<Script> scripts = new ArrayList<>();
    for (int thread = 0; thread < CHANGERS; thread++) {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < SHARE; i++) {
        long delay = gap * i + (random.nextBoolean() ? 0 : random.nextLong(gap));
        steps.add(step(changing, block(number, i / 2), delay));
      }
      scripts.add(new Script(thread, false, steps));
    }
    List<Step> looks = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
      looks.add(step(LOOKING, block(number, i % 2), 0));
    }
    scripts.add(new Script(CHANGERS, true, looks));
    return scripts;
  }

  private Step step(List<Deed> deeds, int block, long delay) {
    Deed deed = deeds.get(random.nextInt(deeds.size()));
    return new Step(deed, block, random.nextInt(volumes), delay);
  }

  /** Two blocks are hot in each heat, never the last, which is big and takes its time. */
  private int block(int heat, int hot) {
    return random.nextInt(8) > 0 ? (heat * 2 + hot) % (blocks - 1) : random.nextInt(blocks);
  }

  /** Returns a call on each block, one after another. */
  Script each(Deed deed) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      steps.add(new Step(deed, i, 0, 0));
    }
    return new Script(CHANGERS + 1, false, steps);
  }
}
