// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;

/** Counts the calls of one operation on one volume. */
@ThreadSafe
final class OperationCounters {
  /** Of one outcome. */
  private static final class Ended {
    private final LongAdder calls = new LongAdder();
    private final LongAdder bytes = new LongAdder();
  }

  private final Operation operation;
  private final LongAdder running = new LongAdder();
  private final Map<CallOutcome, Ended> ended = new EnumMap<>(CallOutcome.class);
  private final LatencyHistogram latency = new LatencyHistogram();

  OperationCounters(Operation operation) {
    this.operation = operation;
    for (CallOutcome outcome : CallOutcome.values()) {
      ended.put(outcome, new Ended()); // never changed again, so that it can be read unguarded
    }
  }

  void started() {
    running.increment();
  }

  void finished(FinishedCall call) {
    running.decrement();
    Ended counters = ended.get(call.outcome());
    counters.calls.increment();
    counters.bytes.add(call.bytes());
    latency.add(call.nanos());
  }

  OperationCounts counts() {
    Map<CallOutcome, OutcomeCounts> outcomes = new EnumMap<>(CallOutcome.class);
    ended.forEach(
        (outcome, counters) -> {
          OutcomeCounts counts = new OutcomeCounts(counters.calls.sum(), counters.bytes.sum());
          if (counts.calls() > 0) {
            outcomes.put(outcome, counts);
          }
        });
    return new OperationCounts(
        operation, Math.max(0, running.sum()), outcomes, latency.quantiles());
  }
}
