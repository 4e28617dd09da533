// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import org.keepvolume.Capability;
import org.keepvolume.TrashPolicy;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.VolumeFixture;

/**
 * Runs many random sequences, each on a new device, until one fails; that one it makes small.
 *
 * <p>They end when two fifths of a time are used up too, so that a slow device gets fewer of them:
 * a test has a limit, and to make a failing sequence small takes up to 300 more runs.
 */
public final class Walks {
  /** Makes an empty device. */
  @FunctionalInterface
  public interface Devices {
    /**
     * Makes one.
     *
     * @return a new fixture, which is closed after the walk
     * @throws Exception if that fails
     */
    VolumeFixture make() throws Exception;
  }

  private static final double WALKING = 0.4;
  private static final double ALL = 0.9;

  /** What all devices have in common that sequences go by. */
  private record Kind(Set<Capability> capabilities, boolean settable) {
    static Kind of(VolumeFixture fixture) throws Exception {
      try (Calls calls = new Calls(fixture, TrashPolicy.defaults())) {
        return new Kind(fixture.capabilities(), calls.device().settable());
      }
    }
  }

  private final Devices devices;
  private final long seed;
  private final Duration time;
  private final Predicate<Clause> waived;
  private final Tally tally = new Tally();
  private final long start = System.nanoTime();
  private @Nullable WalkFailure waivedFailure;
  private @Nullable Kind kind;

  /**
   * Prepares walks; their time begins now.
   *
   * @param devices makes a device for each
   * @param seed what the sequences come from
   * @param time how long all may take
   * @param waived the clauses whose violation does not end the walks
   */
  public Walks(Devices devices, long seed, Duration time, Predicate<Clause> waived) {
    this.devices = devices;
    this.seed = seed;
    this.time = time;
    this.waived = waived;
  }

  /**
   * Runs sequences.
   *
   * @param sequences how many, unless the time is over
   * @return the first violation of a waived clause, if there was one
   * @throws WalkFailure at the first violation of another
   * @throws Exception if a fixture fails
   */
  public Optional<WalkFailure> run(int sequences) throws Exception {
    for (int number = 0; number < sequences && !isUsed(WALKING); number++) {
      long own = Generator.mix(seed, number);
      Sequence sequence = sequence(own);
      tally.sequence();
      @Nullable WalkFailure failure = failure(sequence, tally);
      if (failure != null && waived.test(failure.clause())) {
        waivedFailure = waivedFailure == null ? failure : waivedFailure;
      } else if (failure != null) {
        throw told(number, sequence, failure);
      }
    }
    return Optional.ofNullable(waivedFailure);
  }

  /**
   * Returns what was put to the test so far.
   *
   * @return the counts, which go on
   */
  public Tally tally() {
    return tally;
  }

  private Sequence sequence(long own) throws Exception {
    if (kind == null) {
      try (VolumeFixture fixture = devices.make()) {
        kind = Kind.of(fixture);
      }
    }
    return new Generator(own, kind.capabilities()).sequence(kind.settable());
  }

  private boolean isUsed(double part) {
    return System.nanoTime() - start > time.toNanos() * part;
  }

  private @Nullable WalkFailure failure(Sequence sequence, Tally counted) throws Exception {
    try (VolumeFixture fixture = devices.make()) {
      Walk.run(fixture, sequence, counted);
      return null;
    } catch (WalkFailure e) {
      return e;
    }
  }

  private WalkFailure told(int number, Sequence sequence, WalkFailure first) throws Exception {
    Shrinker<Step> shrinker =
        Shrinker.ofSteps(
            steps -> {
              WalkFailure failure = isUsed(ALL) ? null : failure(sequence.with(steps), new Tally());
              return failure != null && !waived.test(failure.clause());
            });
    Sequence small = sequence.with(shrinker.shrunk(sequence.steps()));
    @Nullable WalkFailure again = failure(small, new Tally());
    WalkFailure last = again == null ? first : again;
    String seen =
        last.seen()
            + "\n  in sequence "
            + number
            + " of seed "
            + seed
            + ", of "
            + sequence.steps().size()
            + " steps, made small to "
            + small.steps().size()
            + (again == null ? ", which does not fail each time" : "")
            + ":\n"
            + small.java().indent(4).stripTrailing();
    return new WalkFailure(last.clause(), last.clause() + ": " + seen, seen);
  }
}
