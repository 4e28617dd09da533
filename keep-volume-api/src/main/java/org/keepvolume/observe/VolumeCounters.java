// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.Operation;

/** Counts what happens on one volume. */
@ThreadSafe
final class VolumeCounters {
  /** Of the backend's calls of one name. */
  private static final class BackendCalls {
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder nanos = new LongAdder();
  }

  private final String volume;
  private final Map<Operation, OperationCounters> operations = new ConcurrentHashMap<>();
  private final Map<String, BackendCalls> backendCalls = new ConcurrentHashMap<>();
  private final Map<Operation, LongAdder> fallBacks = new ConcurrentHashMap<>();
  private final LongAdder damagedCopiesSeen = new LongAdder();
  private final LongAdder repairs = new LongAdder();

  VolumeCounters(String volume) {
    this.volume = volume;
  }

  /** Returns what a concurrent map has, without its lock, which is taken to add what is missing. */
  static <K, V> V of(Map<K, V> counters, K key, Function<K, V> maker) {
    V present = counters.get(key);
    return present == null ? counters.computeIfAbsent(key, maker) : present;
  }

  OperationCounters of(Operation operation) {
    return of(operations, operation, OperationCounters::new);
  }

  void backendCall(String call, boolean succeeded, long nanos) {
    BackendCalls counters = of(backendCalls, call, name -> new BackendCalls());
    (succeeded ? counters.succeeded : counters.failed).increment();
    counters.nanos.add(nanos);
  }

  void fellBack(Operation operation) {
    of(fallBacks, operation, key -> new LongAdder()).increment();
  }

  void damagedCopySeen() {
    damagedCopiesSeen.increment();
  }

  void repaired() {
    repairs.increment();
  }

  VolumeCounts counts() {
    return new VolumeCounts(
        volume,
        copy(operations, OperationCounters::counts),
        copy(
            backendCalls,
            calls ->
                new BackendCallCounts(
                    calls.succeeded.sum(), calls.failed.sum(), calls.nanos.sum())),
        copy(fallBacks, LongAdder::sum),
        damagedCopiesSeen.sum(),
        repairs.sum());
  }

  private static <K, V, R> SortedMap<K, R> copy(Map<K, V> counters, Function<V, R> counts) {
    SortedMap<K, R> copy = new TreeMap<>();
    counters.forEach((key, value) -> copy.put(key, counts.apply(value)));
    return copy;
  }
}
