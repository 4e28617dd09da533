// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static org.keepvolume.Operation.EMPTY_TRASH;
import static org.keepvolume.Operation.TOUCH;
import static org.keepvolume.Operation.TRASH;
import static org.keepvolume.Operation.UNTRASH;
import static org.keepvolume.Operation.WRITE;

import java.util.EnumSet;
import org.keepvolume.VolumeException;

/** The volume below does what was asked, and the caller is told that it did not answer. */
final class LostAnswerFault extends Fault {
  LostAnswerFault() {
    super(
        "lose the answer",
        EnumSet.of(WRITE, TOUCH, TRASH, UNTRASH, EMPTY_TRASH),
        "such a call changes no block, so that a lost answer is a plain failure");
  }

  @Override
  void after(FaultCall call) throws VolumeException {
    call.done();
    throw call.unavailable("the answer was lost");
  }

  @Override
  String excuse() {
    return "the volume below failed by itself";
  }
}
