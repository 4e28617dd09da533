// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;

/** The call fails before anything is done. */
final class FailFault extends Fault {
  private final NthCall.Failure failure;

  FailFault(
      String description, Set<Operation> operations, String objection, NthCall.Failure failure) {
    super(description, operations, objection);
    this.failure = requireNonNull(failure, "failure");
  }

  @Override
  void before(FaultCall call) throws VolumeException {
    VolumeException thrown =
        requireNonNull(
            failure.failure(call.operation(), call.hash(), call.volume()),
            "the scripted failure made no exception");
    call.done();
    throw call.counted(thrown);
  }

  @Override
  String excuse() {
    return "its exception could not be made";
  }
}
