// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;

/** One call that has arrived at a faulty volume, with the fault that is scripted for it. */
final class FaultCall {
  private final Operation operation;
  private final @Nullable BlockHash hash;
  private final String volume;
  private final Fault fault;
  private final Runnable onDone;

  private TrashSweep sweep = new TrashSweep(0, 0, 0, 0, 0, 0);

  FaultCall(
      Operation operation, @Nullable BlockHash hash, String volume, Fault fault, Runnable onDone) {
    this.operation = operation;
    this.hash = hash;
    this.volume = volume;
    this.fault = fault;
    this.onDone = onDone;
  }

  Operation operation() {
    return operation;
  }

  @Nullable
  BlockHash hash() {
    return hash;
  }

  String volume() {
    return volume;
  }

  Fault fault() {
    return fault;
  }

  void before() throws VolumeException {
    fault.before(this);
  }

  void after() throws VolumeException {
    fault.after(this);
  }

  /** Notes that the fault has happened. */
  void done() {
    onDone.run();
  }

  /** Notes what the sweep below has removed, for exceptions to carry. */
  void swept(TrashSweep result) {
    sweep = result;
  }

  VolumeException unavailable(String detail) {
    return counted(new VolumeUnavailableException(operation, hash, volume, detail, null, null));
  }

  /** Returns a failure with the counts that one of a sweep must carry (TR-6). */
  VolumeException counted(VolumeException failure) {
    return failure.operation() == Operation.EMPTY_TRASH && failure.sweep().isEmpty()
        ? failure.initSweep(sweep)
        : failure;
  }
}
