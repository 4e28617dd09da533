// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.TestBlock;

/** Two calls that begin together, again and again, in a race of two threads. */
public final class Litmus {
  /** Who the two threads are to each other. */
  public enum Setting {
    /** Users of one volume object. */
    ONE_OBJECT,
    /** Users of a volume object each. */
    TWO_OBJECTS,
    /** Threads of two processes. */
    TWO_PROCESSES;

    /** Returns the words of the report, such as {@code one object}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * What came of a round.
   *
   * @param outcomes the pair and both outcomes, to be counted
   * @param what the same, and what was read afterwards
   * @param broken the clause that forbids it
   */
  public record Round(String outcomes, String what, Optional<Clause> broken) {}

  /** How long the calls of a pair take. */
  private record Typical(long one, long other) {
    static final Typical UNKNOWN = new Typical(20_000, 20_000);

    Typical after(Event first, Event second) {
      return new Typical(next(one, first), next(other, second));
    }

    private static long next(long before, Event event) {
      return Math.max(1, (3 * before + event.returned() - event.invoked()) / 4);
    }
  }

  private final Race race;
  private final Setting setting;
  private final Map<LitmusPair, Typical> typical = new EnumMap<>(LitmusPair.class);
  private int rounds;

  /**
   * Prepares for rounds.
   *
   * @param race has two volume objects or a second process, where the setting needs them
   * @param setting who calls
   */
  public Litmus(Race race, Setting setting) {
    this.race = race;
    this.setting = setting;
  }

  /**
   * Returns the pairs that can be tried here.
   *
   * @return those that need no trash where there is none, and no young block where the device's own
   *     time makes none
   */
  public List<LitmusPair> pairs() {
    return Stream.of(LitmusPair.values())
        .filter(pair -> race.trashes() || !pair.needsTrash())
        .filter(pair -> !race.byArrival() || !pair.renewsBesideTrash())
        .toList();
  }

  /**
   * Makes both calls together, once.
   *
   * @param pair the calls
   * @return what came of them
   * @throws Exception if a fixture or process fails
   */
  public Round round(LitmusPair pair) throws Exception {
    TestBlock block = race.put(RaceBlocks.LITMUS);
    if (pair.start == LitmusPair.Start.TRASHED) {
      race.jump();
      Event swept = race.once(Deed.SWEEP, RaceBlocks.LITMUS);
      Event trashed = race.once(Deed.TRASH, RaceBlocks.LITMUS);
      if (swept.outcome() != Outcome.OK || trashed.outcome() != Outcome.TRASHED) {
        String what = "before the pair, a sweep and a trash of an old block: ";
        return new Round(
            pair + " not begun",
            what + told(swept) + " and " + told(trashed),
            Optional.of(pair.clause()));
      }
    }
    race.jump();
    int kind = rounds++ % 2;
    Typical expected = typical.getOrDefault(pair, Typical.UNKNOWN);
    long late = race.random().nextLong(-expected.one, expected.other);
    long delay = rounds % 4 == 0 ? 0 : late;
    Script one = script(0, pair.one, kind, Math.max(0, delay));
    Script other =
        script(
            1, pair.other, setting == Setting.TWO_OBJECTS ? 2 + kind : kind, Math.max(0, -delay));
    List<Event> both =
        setting == Setting.TWO_PROCESSES
            ? race.run(List.of(List.of(one), List.of(other)))
            : race.run(List.of(List.of(one, other)));
    Event first = both.get(0);
    Event second = both.get(1);
    typical.put(pair, expected.after(first, second));
    return judged(pair, first, second, race.once(Deed.READ, RaceBlocks.LITMUS), block);
  }

  private static Script script(int thread, Deed deed, int volume, long delay) {
    return new Script(thread, false, List.of(new Step(deed, RaceBlocks.LITMUS, volume, delay)));
  }

  private static Round judged(
      LitmusPair pair, Event first, Event second, Event after, TestBlock block) {
    boolean swept = second.deed() == Deed.SWEEP && second.number() > 0;
    List<String> parts = new ArrayList<>();
    parts.add(pair.one + " " + told(first) + " and " + pair.other + " " + told(second));
    if (swept) {
      parts.add("a copy was swept");
    }
    parts.add("then a read: " + told(after));
    Optional<Clause> broken = Optional.empty();
    boolean readable = after.outcome() == Outcome.OK;
    if (!pair.allows(first.outcome(), second.outcome(), swept, readable)) {
      broken = Optional.of(pair.broken(first.outcome(), readable));
    }
    for (Event event : List.of(first, second, after)) {
      boolean read = event.deed() == Deed.READ && event.outcome() == Outcome.OK;
      if (read && !event.text().equals(block.hash().toString())) {
        parts.add("not the block: " + event.text());
        broken = Optional.of(pair == LitmusPair.READ_WRITE ? Clause.WR_2 : Clause.RD_1);
      } else if (event.outcome() == Outcome.FAILED) {
        broken = Optional.of(event.deed().clause());
      }
    }
    String outcomes = pair + " " + first.outcome() + " " + second.outcome();
    return new Round(outcomes, String.join(", ", parts), broken);
  }

  private static String told(Event event) {
    String text = event.outcome() == Outcome.FAILED ? " (" + event.text() + ")" : "";
    return event.outcome() + text;
  }
}
