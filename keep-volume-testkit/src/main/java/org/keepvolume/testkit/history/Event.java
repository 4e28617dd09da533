// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.util.List;

/**
 * One call of a race.
 *
 * @param process the number of the process
 * @param thread the number of the thread in it
 * @param deed what was done
 * @param block the number of the block; an index is one event for each, a sweep has -1
 * @param invoked the time when it began, of {@link System#nanoTime}
 * @param returned the time when it had ended, later than that
 * @param clockBefore what the volumes' clock said before it
 * @param clockAfter what the volumes' clock said after it
 * @param outcome how it ended
 * @param number mtime of a stat, on the volumes' clock; how often an index listed the block
 * @param text hash of what was read; size by stat or index; the exception of a failure
 */
public record Event(
    int process,
    int thread,
    Deed deed,
    int block,
    long invoked,
    long returned,
    long clockBefore,
    long clockAfter,
    Outcome outcome,
    long number,
    String text) {
  /** Tells whether the block is young from now on. */
  boolean renews() {
    boolean stored = (deed == Deed.TOUCH || deed == Deed.WRITE) && outcome == Outcome.OK;
    return stored || outcome == Outcome.RESTORED;
  }

  /** Tells whether it took the block away. */
  boolean takes() {
    return outcome == Outcome.TRASHED || outcome == Outcome.DELETED;
  }

  /** Tells whether it may have taken the block away. */
  boolean mayTake() {
    return takes() || (deed.trashes() && outcome == Outcome.FAILED);
  }

  /** Tells whether it looked for the block and did not find it. */
  boolean misses() {
    return (deed == Deed.READ || deed == Deed.STAT) && outcome == Outcome.MISSING;
  }

  /** Tells whether it found the block. */
  boolean finds() {
    return (deed == Deed.READ || deed == Deed.STAT) && outcome == Outcome.OK;
  }

  /** Tells whether both ran at the same time. */
  boolean overlaps(Event other) {
    return invoked < other.returned && other.invoked < returned;
  }

  /**
   * Returns a line that {@link #parse} reads.
   *
   * @return one line, its fields separated by tabs
   */
  public String line() {
    List<Object> fields =
        List.of(
            process,
            thread,
            deed,
            block,
            invoked,
            returned,
            clockBefore,
            clockAfter,
            outcome,
            number,
            text.replace('\t', ' ').replace('\n', ' '));
    return String.join("\t", fields.stream().map(Object::toString).toList());
  }

  /**
   * Reads a line.
   *
   * @param line what {@link #line} returned
   * @return the event that it was made of
   */
  public static Event parse(String line) {
    String[] fields = line.split("\t", -1);
    return new Event(
        Integer.parseInt(fields[0]),
        Integer.parseInt(fields[1]),
        Deed.valueOf(fields[2]),
        Integer.parseInt(fields[3]),
        Long.parseLong(fields[4]),
        Long.parseLong(fields[5]),
        Long.parseLong(fields[6]),
        Long.parseLong(fields[7]),
        Outcome.valueOf(fields[8]),
        Long.parseLong(fields[9]),
        fields[10]);
  }

  /** Returns the call, its times and what it gave. */
  @Override
  public String toString() {
    return String.format(
        "%s of block %d by process %d thread %d, %d..%d us (clock %d..%d s): %s %d %s",
        deed,
        block,
        process,
        thread,
        invoked / 1000,
        returned / 1000,
        clockBefore / 1_000_000_000,
        clockAfter / 1_000_000_000,
        outcome,
        number,
        text);
  }
}
