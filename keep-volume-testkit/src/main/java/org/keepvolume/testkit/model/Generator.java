// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import javax.annotation.Nullable;
import org.keepvolume.Capability;
import org.keepvolume.TrashPolicy;

/**
 * Makes random sequences: most steps go to the two blocks used last, the clock mostly moves to a
 * boundary, and how dense the faults are differs from sequence to sequence.
 *
 * <p>Half of the sequences turn around the trash and two blocks, and what concerns the trash is
 * often followed by what makes a difference then. Without that a block came back from it 8 times in
 * 200 sequences, since writes and touches keep blocks young.
 */
final class Generator {
  /** How many steps a sequence has. */
  static final int LENGTH = 40;

  private static final Duration MINIMUM_AGE = Duration.ofHours(1);
  private static final Duration LIFETIME = Duration.ofHours(10);
  private static final List<FaultKind> KINDS = List.of(FaultKind.values());

  private static final List<Integer> ALL = List.of(0, 1, 2, 3, WalkBlocks.COLLIDING);

  /** Around a boundary; two are needed to be past the slack of one. */
  private static final List<Integer> SECONDS = List.of(-2, -1, 0, 1, 2, 2, 2);

  private static final List<Integer> DIGITS = List.of(0, 0, 1, 3, 4, 32);
  private static final int HOT_PERCENT = 80;
  private static final int FOLLOWED_PERCENT = 50;

  private record Choice(int weight, Supplier<Step> step) {}

  private final SplittableRandom random;
  private final Set<Capability> capabilities;
  private final int faults;
  private final boolean trashing;
  private final int secondVolumePercent;
  private final List<Integer> blocks;
  private int last;
  private int lastButOne;

  Generator(long seed, Set<Capability> capabilities) {
    random = new SplittableRandom(seed);
    this.capabilities = capabilities;
    trashing = capabilities.contains(Capability.TRASH) && random.nextBoolean();
    blocks = trashing ? List.of(random.nextInt(WalkBlocks.COUNT), WalkBlocks.COLLIDING) : ALL;
    last = blocks.get(0);
    lastButOne = blocks.get(1);
    secondVolumePercent = List.of(0, 15, 50).get(random.nextInt(3));
    faults = List.of(0, 4, 4, 16).get(random.nextInt(4));
  }

  /** Spreads the seeds of sequences that are numbered from 0. */
  static long mix(long seed, int sequence) {
    return new SplittableRandom(seed ^ (sequence * 0x9E3779B97F4A7C15L)).nextLong();
  }

  Sequence sequence(boolean settable) {
    TrashPolicy policy = policy(settable);
    List<Choice> choices = choices();
    int total = choices.stream().mapToInt(Choice::weight).sum();
    List<Step> steps = new ArrayList<>();
    while (steps.size() < LENGTH) {
      int drawn = random.nextInt(total);
      int choice = 0;
      while (drawn >= choices.get(choice).weight()) {
        drawn -= choices.get(choice).weight();
        choice++;
      }
      @Nullable Step step = choices.get(choice).step().get();
      while (step != null && steps.size() < LENGTH) {
        steps.add(placed(step));
        step = random.nextInt(100) < FOLLOWED_PERCENT ? following(step) : null;
      }
    }
    return new Sequence(policy, List.copyOf(steps));
  }

  /** Returns what makes a difference after a step about the trash. */
  private @Nullable Step following(Step step) {
    if (!capabilities.contains(Capability.TRASH)) {
      return null;
    }
    if (step instanceof Step.AdvanceTo to) {
      return to.boundary() == Boundary.DEADLINE
          ? new Step.EmptyTrash()
          : new Step.Trash(to.block());
    }
    if (step instanceof Step.Advance advance && advance.by().compareTo(LIFETIME) > 0) {
      return new Step.EmptyTrash();
    }
    if (step instanceof Step.Trash trash) {
      return switch (random.nextInt(6)) {
        case 0 -> new Step.Read(trash.block());
        case 1, 2 -> new Step.Write(trash.block(), variant());
        case 3 -> new Step.AdvanceTo(Boundary.DEADLINE, trash.block(), seconds());
        case 4 -> new Step.Index(trash.block(), digits());
        default -> new Step.Untrash(trash.block());
      };
    }
    if (step instanceof Step.EmptyTrash && trashing) {
      return new Step.Untrash(last);
    }
    if (step instanceof Step.Untrash untrash && trashing) {
      return new Step.Write(untrash.block(), variant());
    }
    if (step instanceof Step.Write write && trashing) {
      return new Step.AdvanceTo(Boundary.MINIMUM_AGE, write.block(), seconds());
    }
    return null;
  }

  private int seconds() {
    return SECONDS.get(random.nextInt(SECONDS.size()));
  }

  /** Where blocks are stamped by a clock of their own, they grow old only by a minimum age of 0. */
  private TrashPolicy policy(boolean settable) {
    int percent = random.nextInt(100);
    Duration age = percent < (settable ? 10 : 50) ? Duration.ZERO : MINIMUM_AGE;
    return new TrashPolicy(age, random.nextInt(100) < 10 ? Duration.ZERO : LIFETIME);
  }

  private List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    if (capabilities.contains(Capability.WRITE)) {
      choices.add(new Choice(trashing ? 12 : 20, () -> new Step.Write(block(), variant())));
      choices.add(new Choice(trashing ? 3 : 12, () -> new Step.Touch(block())));
    } else {
      choices.add(new Choice(20, () -> new Step.Put(block(), variant())));
    }
    choices.add(new Choice(trashing ? 6 : 15, () -> new Step.Read(block())));
    choices.add(new Choice(trashing ? 4 : 8, () -> new Step.Stat(block())));
    choices.add(new Choice(3, () -> new Step.Index(block(), digits())));
    choices.add(new Choice(1, () -> new Step.IndexWhile(change())));
    if (capabilities.contains(Capability.TRASH)) {
      choices.add(new Choice(trashing ? 18 : 9, () -> new Step.Trash(block())));
      choices.add(new Choice(3, () -> new Step.TrashIfUnchanged(block())));
      choices.add(new Choice(trashing ? 12 : 8, () -> new Step.Untrash(block())));
      choices.add(new Choice(trashing ? 8 : 5, Step.EmptyTrash::new));
      choices.add(new Choice(trashing ? 4 : 1, () -> new Step.IndexTrash(block(), digits())));
    }
    choices.add(new Choice(trashing ? 20 : 8, this::advance));
    choices.add(new Choice(secondVolumePercent > 15 ? 6 : 3, Step.Reopen::new));
    choices.add(new Choice(1, () -> new Step.Damage(block())));
    if (faults > 0) {
      choices.add(new Choice(faults, this::fault));
    }
    return choices;
  }

  private Step placed(Step step) {
    boolean onVolume =
        !(step instanceof Step.Advance
            || step instanceof Step.AdvanceTo
            || step instanceof Step.FailNext
            || step instanceof Step.CancelNext
            || step instanceof Step.Put
            || step instanceof Step.Damage);
    return onVolume && random.nextInt(100) < secondVolumePercent
        ? new Step.OnSecondVolume(step)
        : step;
  }

  private int block() {
    boolean hot = random.nextInt(100) < HOT_PERCENT;
    int block =
        hot
            ? (random.nextBoolean() ? last : lastButOne)
            : blocks.get(random.nextInt(blocks.size()));
    if (block != last) {
      lastButOne = last;
      last = block;
    }
    return block;
  }

  private int variant() {
    return random.nextInt(2);
  }

  private int digits() {
    return DIGITS.get(random.nextInt(DIGITS.size()));
  }

  private Step change() {
    return switch (random.nextInt(4)) {
      case 0 -> new Step.Write(block(), 0);
      case 1 -> new Step.Touch(block());
      case 2 -> new Step.Trash(block());
      default -> new Step.Untrash(block());
    };
  }

  private Step advance() {
    int percent = random.nextInt(100);
    if (percent < 65 && capabilities.contains(Capability.TRASH)) {
      Boundary boundary = percent < 43 ? Boundary.MINIMUM_AGE : Boundary.DEADLINE;
      return new Step.AdvanceTo(boundary, block(), seconds());
    }
    if (percent < 70) {
      return new Step.Advance(LIFETIME.plus(MINIMUM_AGE)); // past all that was trashed
    }
    int minimumAge = (int) MINIMUM_AGE.toSeconds();
    int seconds = 1 + random.nextInt(random.nextInt(4) == 0 ? 5 : minimumAge + minimumAge / 2);
    return new Step.Advance(Duration.ofSeconds(percent < 94 ? seconds : -Math.min(seconds, 60)));
  }

  private Step fault() {
    return random.nextInt(4) == 0
        ? new Step.CancelNext()
        : new Step.FailNext(KINDS.get(random.nextInt(KINDS.size())));
  }
}
