// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.keepvolume.testkit.store.walk.StoreStep.Call;
import org.keepvolume.testkit.store.walk.StoreStep.Fault;
import org.keepvolume.testkit.store.walk.StoreStep.Kind;

/** Makes random sequences of steps; how dense the faults are differs from one to the next. */
final class StoreGenerator {
  /** How many steps a sequence has. */
  static final int LENGTH = 40;

  private static final List<Integer> FAULT_PERCENTS = List.of(0, 10, 10, 40);
  private static final int HOT_PERCENT = 70;
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<Fault> FAULTS = List.of(Fault.values());

  private final SplittableRandom random;
  private final int faultPercent;
  private final int hot;

  StoreGenerator(long seed) {
    random = new SplittableRandom(seed);
    faultPercent = pick(FAULT_PERCENTS);
    hot = random.nextInt(StoreStep.BLOCKS);
  }

  /** Returns the seed of one of several sequences. */
  static long seed(long seed, int sequence) {
    return new SplittableRandom(seed + sequence).nextLong();
  }

  List<StoreStep> sequence() {
    List<StoreStep> steps = new ArrayList<>();
    while (steps.size() < LENGTH) {
      int percent = random.nextInt(100);
      if (percent < 8) {
        steps.add(new StoreStep.Advance());
      } else if (percent < 22) {
        Held.Content content = random.nextBoolean() ? Held.Content.GOOD : Held.Content.DAMAGED;
        steps.add(new StoreStep.Put(random.nextInt(StoreStep.MOUNTS.size()), block(), content));
      } else {
        steps.add(call());
      }
    }
    return List.copyOf(steps);
  }

  private Call call() {
    List<Fault> faults = new ArrayList<>();
    for (int mount = 0; mount < StoreStep.MOUNTS.size(); mount++) {
      faults.add(random.nextInt(100) < faultPercent ? pick(FAULTS) : Fault.NONE);
    }
    return new Call(pick(KINDS), block(), List.copyOf(faults));
  }

  private int block() {
    return random.nextInt(100) < HOT_PERCENT ? hot : random.nextInt(StoreStep.BLOCKS);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
