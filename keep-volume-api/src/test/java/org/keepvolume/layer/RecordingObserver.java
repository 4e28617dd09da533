// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.VolumeObserver;

/** An observer that keeps what it is told. */
final class RecordingObserver implements VolumeObserver {
  private final List<String> started = new CopyOnWriteArrayList<>();
  private final List<FinishedCall> finished = new CopyOnWriteArrayList<>();

  @Override
  public void started(String volume, Operation operation) {
    started.add(operation + " on " + volume);
  }

  @Override
  public void finished(FinishedCall call) {
    finished.add(call);
  }

  /** Returns each begin, as operation and volume. */
  List<String> started() {
    return started;
  }

  /** Returns each end. */
  List<FinishedCall> finished() {
    return finished;
  }

  /** Returns the only end. */
  FinishedCall only() {
    if (finished.size() != 1) {
      throw new AssertionError("not one call has ended but " + finished);
    }
    return finished.get(0);
  }
}
