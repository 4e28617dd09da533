// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.keepvolume.Operation;

/**
 * What a {@link CountingObserver} has counted of one volume, up to one moment.
 *
 * <p>A moment while calls run: of a call that ends just then, some counts may be in and others not
 * yet.
 *
 * @param volume the volume's device id
 * @param operations the operations that were called, in the order of the constants
 * @param backendCalls the backend's requests or system calls, by name
 * @param fallBacks how often the store tried another copy or volume because of this one, by
 *     operation
 * @param damagedCopiesSeen how often the store met a damaged copy on it
 * @param repairs how many damaged copies on it were overwritten
 */
public record VolumeCounts(
    String volume,
    SortedMap<Operation, OperationCounts> operations,
    SortedMap<String, BackendCallCounts> backendCalls,
    SortedMap<Operation, Long> fallBacks,
    long damagedCopiesSeen,
    long repairs) {
  /**
   * Copies the maps.
   *
   * @param volume as given above
   * @param operations as given above
   * @param backendCalls as given above
   * @param fallBacks as given above
   * @param damagedCopiesSeen as given above
   * @param repairs as given above
   */
  public VolumeCounts {
    operations = copy(operations);
    backendCalls = copy(backendCalls);
    fallBacks = copy(fallBacks);
  }

  private static <K extends Comparable<? super K>, V> SortedMap<K, V> copy(SortedMap<K, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /**
   * Returns the counts of one operation.
   *
   * @param operation the operation
   * @return its counts, zeros if it was not called
   */
  public OperationCounts of(Operation operation) {
    OperationCounts counts = operations.get(operation);
    return counts == null
        ? new OperationCounts(operation, 0, Map.of(), new LatencyQuantiles(0, 0, 0, 0, 0, 0))
        : counts;
  }
}
