// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

import static java.util.Objects.requireNonNull;

import org.keepvolume.BlockHash;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.internal.ObserverGuard;

/** Passes everything on to a store's observer, and drops what it throws. */
final class GuardedStoreObserver implements StoreObserver {
  private final StoreObserver observer;
  private final ObserverGuard guard;

  GuardedStoreObserver(StoreObserver observer) {
    this.observer = requireNonNull(observer, "observer");
    guard = new ObserverGuard(observer);
  }

  @Override
  public void started(String volume, Operation operation) {
    guard.tell(() -> observer.started(volume, operation));
  }

  @Override
  public void finished(FinishedCall call) {
    guard.tell(() -> observer.finished(call));
  }

  @Override
  public void backendCall(String volume, String call, boolean succeeded, long nanos) {
    guard.tell(() -> observer.backendCall(volume, call, succeeded, nanos));
  }

  @Override
  public void fellBack(Operation operation, BlockHash hash, String volume, VolumeException reason) {
    guard.tell(() -> observer.fellBack(operation, hash, volume, reason));
  }

  @Override
  public void damagedCopySeen(BlockHash hash, String volume) {
    guard.tell(() -> observer.damagedCopySeen(hash, volume));
  }

  @Override
  public void repaired(BlockHash hash, String volume) {
    guard.tell(() -> observer.repaired(hash, volume));
  }

  /** Tells whether this guards the same observer. */
  @Override
  public boolean equals(Object other) {
    return other instanceof GuardedStoreObserver guarded && guarded.guard.equals(guard);
  }

  @Override
  public int hashCode() {
    return guard.hashCode();
  }

  @Override
  public String toString() {
    return guard.toString();
  }
}
