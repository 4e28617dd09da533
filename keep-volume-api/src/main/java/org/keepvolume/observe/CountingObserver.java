// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;

/**
 * Counts calls by volume, operation and outcome, with bytes and quantiles of their times, the
 * backends' calls by name, and the store's events: for status pages and tests.
 *
 * <p>One object may observe any number of volumes and stores. Counts begin with its making and
 * never go back. Telling it something takes no lock and some tens of nanoseconds; what it keeps
 * depends on the number of volumes and names, 5 kB for each operation of a volume that was called.
 */
@ThreadSafe
@CheckReturnValue
public final class CountingObserver implements StoreObserver {
  private final Map<String, VolumeCounters> volumes = new ConcurrentHashMap<>();

  /** Makes an observer that has counted nothing. */
  public CountingObserver() {}

  /**
   * Returns what was counted of every volume.
   *
   * @return one entry for each volume of which anything was told, by device id; a copy
   */
  public List<VolumeCounts> counts() {
    return new TreeMap<>(volumes).values().stream().map(VolumeCounters::counts).toList();
  }

  /**
   * Returns what was counted of one volume.
   *
   * @param volume its device id
   * @return its counts, zeros if nothing was told of it; a copy
   */
  public VolumeCounts counts(String volume) {
    VolumeCounters counters = volumes.get(volume);
    return (counters == null ? new VolumeCounters(volume) : counters).counts();
  }

  @Override
  public void started(String volume, Operation operation) {
    of(volume).of(operation).started();
  }

  @Override
  public void finished(FinishedCall call) {
    of(call.volume()).of(call.operation()).finished(call);
  }

  @Override
  public void backendCall(String volume, String call, boolean succeeded, long nanos) {
    of(volume).backendCall(call, succeeded, nanos);
  }

  @Override
  public void fellBack(Operation operation, BlockHash hash, String volume, VolumeException reason) {
    of(volume).fellBack(operation);
  }

  @Override
  public void damagedCopySeen(BlockHash hash, String volume) {
    of(volume).damagedCopySeen();
  }

  @Override
  public void repaired(BlockHash hash, String volume) {
    of(volume).repaired();
  }

  private VolumeCounters of(String volume) {
    return VolumeCounters.of(volumes, volume, VolumeCounters::new);
  }
}
