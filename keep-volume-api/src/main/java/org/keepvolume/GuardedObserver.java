// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.util.Objects.requireNonNull;

import org.keepvolume.internal.ObserverGuard;

/** Passes everything on to an observer, and drops what it throws. */
final class GuardedObserver implements VolumeObserver {
  private final VolumeObserver observer;
  private final ObserverGuard guard;

  GuardedObserver(VolumeObserver observer) {
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

  /** Tells whether this guards the same observer. */
  @Override
  public boolean equals(Object other) {
    return other instanceof GuardedObserver guarded && guarded.guard.equals(guard);
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
