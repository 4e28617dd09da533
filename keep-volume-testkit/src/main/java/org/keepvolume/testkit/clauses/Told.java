// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.VolumeObserver;

/** What an observer is told of one call after another. */
final class Told implements VolumeObserver {
  private String volume = "no volume yet";
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final List<FinishedCall> ended = new CopyOnWriteArrayList<>();

  @Override
  public void started(String volume, Operation operation) {
    begun.add(operation + " on " + volume);
  }

  @Override
  public void finished(FinishedCall call) {
    ended.add(call);
  }

  /** Says which volume it is told of; before the first call. */
  void expect(String deviceId) {
    volume = deviceId;
  }

  /** Forgets what it was told. */
  void forget() {
    begun.clear();
    ended.clear();
  }

  /** Requires that nothing was told since. */
  void requireNothing(String what) {
    ClauseGroup.see(
        begun.isEmpty() && ended.isEmpty(), "%s was counted: %s, %s", what, begun, ended);
  }

  /**
   * Requires that exactly one call was told since, and how it ended.
   *
   * @param leastNanos the time that the test knows it took at least
   * @param mostNanos the time that passed around it
   */
  void requireOne(
      Operation operation, CallOutcome outcome, long bytes, long leastNanos, long mostNanos) {
    ClauseGroup.see(
        begun.equals(List.of(operation + " on " + volume)),
        "one %s on %s was begun, and the observer was told of %s",
        operation,
        volume,
        begun);
    ClauseGroup.see(
        ended.size() == 1, "one %s ended, and the observer was told of %s", operation, ended);
    FinishedCall call = ended.get(0);
    ClauseGroup.see(
        call.volume().equals(volume)
            && call.operation() == operation
            && call.outcome() == outcome
            && call.bytes() == bytes,
        "a %s on %s ended as %s with %s bytes, and the observer was told %s",
        operation,
        volume,
        outcome,
        bytes,
        call);
    ClauseGroup.see(
        call.nanos() >= leastNanos && call.nanos() <= mostNanos,
        "a %s took from %s to %s nanoseconds, and the observer was told %s",
        operation,
        leastNanos,
        mostNanos,
        call);
  }
}
