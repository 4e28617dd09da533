// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.TrashPolicy;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TimeControl;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.process.OtherProcess;

/**
 * Threads of this process, and of others, that use the same few blocks of one device at once.
 *
 * <p>Between heats the clock jumps by more than the minimum age: from one moment to the next every
 * block is old, and the first touch, write or trash of each decides its fate. Thus a race needs
 * neither sleep nor luck with the speed of the machine.
 */
public final class Race implements AutoCloseable {
  /** That of all volumes; much longer than a heat takes. */
  static final Duration MINIMUM_AGE = Duration.ofMinutes(2);

  /** Copies trashed before a jump are past their deadline after it. */
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private static final List<TrashPolicy> POLICIES =
      List.of(new TrashPolicy(MINIMUM_AGE, LIFETIME), new TrashPolicy(MINIMUM_AGE, Duration.ZERO));

  /** How long threads of this process take to be there. */
  private static final long LEAD = 100_000;

  private static final long FIRST_GAP = 20_000;
  private static final long LONGEST_GAP = 20_000_000;

  private final VolumeFixture fixture;
  private final RaceBlocks blocks;
  private final Scripts scripts;
  private final SplittableRandom random;
  private final List<Side> sides = new ArrayList<>();
  private final boolean byArrival;
  private long lead = LEAD;
  private long gap = FIRST_GAP;
  private int heat;

  private Race(VolumeFixture fixture, long seed, int volumes) throws Exception {
    this.fixture = fixture;
    blocks = new RaceBlocks(seed);
    scripts = new Scripts(seed, fixture.capabilities(), blocks.size(), volumes);
    random = new SplittableRandom(seed);
    byArrival = isStampedByArrival();
  }

  /**
   * Opens the volumes of a race, on an empty device.
   *
   * @param fixture the device; it moves the clock
   * @param objects how many volume objects of each kind there are in this process: those that trash
   *     with a lifetime, and those that delete
   * @param others the other processes that take part, which are not closed
   * @param seed where blocks and calls come from
   * @return the race; to be closed by the caller
   * @throws IllegalStateException if {@link System#nanoTime} is not one clock for all processes
   * @throws Exception if a fixture or process fails
   */
  public static Race open(VolumeFixture fixture, int objects, List<OtherProcess> others, long seed)
      throws Exception {
    List<TrashPolicy> here = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      here.addAll(POLICIES);
    }
    Race race = new Race(fixture, seed, POLICIES.size());
    long start = System.nanoTime();
    try {
      race.sides.add(
          LocalSide.open(
              new RaceSetup(seed, 0, start, here), fixture.time().clock(), fixture::open));
      for (OtherProcess other : others) {
        RaceSetup setup = new RaceSetup(seed, race.sides.size(), start, POLICIES);
        Side side = other.join(setup, fixture.time().clock());
        race.sides.add(side);
        race.lead = Math.max(race.lead, OneClock.require(side));
      }
      return race;
    } catch (Exception | Error e) {
      race.close();
      throw e;
    }
  }

  private boolean isStampedByArrival() throws Exception {
    BlockHash probe = blocks.get(0).hash();
    fixture.raw().put(probe, blocks.get(0).bytes());
    try {
      TimeControl time = fixture.time();
      return !time.backdate(probe, time.clock().instant().minusSeconds(1));
    } finally {
      fixture.raw().remove(probe);
    }
  }

  boolean byArrival() {
    return byArrival;
  }

  boolean trashes() {
    return fixture.capabilities().contains(Capability.TRASH);
  }

  SplittableRandom random() {
    return random;
  }

  /**
   * Returns how many processes take part.
   *
   * @return 1 or more
   */
  public int processes() {
    return sides.size();
  }

  /** Makes every block old, and puts every trashed copy past its deadline. */
  void jump() {
    Duration margin = fixture.time().trashMargin(MINIMUM_AGE);
    // The device's own clock may be ahead.
    Duration skew = byArrival ? MINIMUM_AGE : Duration.ZERO;
    fixture.time().advance(MINIMUM_AGE.plus(margin).plus(skew).plusSeconds(2));
  }

  /** Stores a block behind the volumes' backs. */
  TestBlock put(int number) throws Exception {
    TestBlock block = blocks.get(number);
    fixture.raw().put(block.hash(), block.bytes());
    return block;
  }

  /** Runs a list of scripts in each process, all at once. */
  List<Event> run(List<List<Script>> ofSides) throws Exception {
    long start = System.nanoTime() + lead;
    Executor threads = work -> daemon(work).start();
    List<CompletableFuture<List<Event>>> elsewhere = new ArrayList<>();
    for (int i = 1; i < ofSides.size(); i++) {
      Side side = sides.get(i);
      List<Script> scripts = ofSides.get(i);
      if (!scripts.isEmpty()) {
        elsewhere.add(
            CompletableFuture.supplyAsync(() -> unchecked(side, start, scripts), threads));
      }
    }
    List<Event> events = new ArrayList<>(sides.get(0).run(start, ofSides.get(0)));
    for (CompletableFuture<List<Event>> other : elsewhere) {
      events.addAll(other.join());
    }
    return events;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "keepvolume-testkit: race elsewhere");
    thread.setDaemon(true);
    return thread;
  }

  private static List<Event> unchecked(Side side, long start, List<Script> scripts) {
    try {
      return side.run(start, scripts);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /** Makes one call alone, by a volume of this process. */
  Event once(Deed deed, int block) throws Exception {
    Script script = new Script(0, false, List.of(new Step(deed, block, 0, 0)));
    return sides.get(0).run(System.nanoTime(), List.of(script)).get(0);
  }

  /**
   * Runs heats, and looks at what they left.
   *
   * @param number how many
   * @return all that was done
   * @throws Exception if a fixture or process fails
   */
  public History heats(int number) throws Exception {
    History history = new History(conditions(), blocks.all());
    for (int i = 0; i < number; i++) {
      jump();
      List<List<Script>> ofSides = new ArrayList<>();
      for (int side = 0; side < sides.size(); side++) {
        ofSides.add(scripts.heat(heat, gap));
      }
      List<Event> events = run(ofSides);
      history.addAll(events);
      adapt(events);
      history.addAll(run(List.of(List.of(scripts.each(Deed.READ)))));
      heat++;
    }
    lookAtTheEnd(history);
    return history;
  }

  private Conditions conditions() {
    return new Conditions(MINIMUM_AGE, byArrival, trashes());
  }

  /** Lets threads begin a call when the others' last one is just over. */
  private void adapt(List<Event> events) {
    List<Long> durations =
        events.stream()
            .filter(event -> event.deed().compareTo(Deed.READ) < 0)
            .map(event -> event.returned() - event.invoked())
            .sorted()
            .toList();
    gap = Math.max(1000, Math.min(LONGEST_GAP, durations.get(durations.size() / 2)));
  }

  /** Sweeps, which must leave live blocks alone, and looks at all. */
  private void lookAtTheEnd(History history) throws Exception {
    if (trashes()) {
      List<Event> before = run(List.of(List.of(scripts.each(Deed.STAT))));
      Event sweep = once(Deed.SWEEP, 0);
      List<Event> after = run(List.of(List.of(scripts.each(Deed.STAT))));
      history.addAll(before);
      history.addAll(List.of(sweep));
      history.addAll(after);
      history.requireSame(before, sweep, after);
    }
    history.addAll(run(List.of(List.of(scripts.each(Deed.READ)))));
    Script index = new Script(0, false, List.of(new Step(Deed.INDEX, 0, 0, 0)));
    history.addAll(run(List.of(List.of(index))));
  }

  /** Closes the volumes, not the fixture and the processes. */
  @Override
  public void close() throws IOException {
    for (Side side : sides) {
      side.close();
    }
  }
}
