// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;

/** The call waits until its thread is interrupted, or until the script ends. */
final class HangFault extends Fault {
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  HangFault(Set<Operation> operations) {
    super("hang", operations, "there is no such call");
  }

  Hang handle() {
    return new Hang(hanging);
  }

  @Override
  void before(FaultCall call) throws VolumeException {
    hanging.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.done();
      throw call.counted(
          new CallCancelledException(
              call.operation(), call.hash(), call.volume(), "interrupted while it hung", e));
    }
    throw call.unavailable("it hung until the fault script ended");
  }

  @Override
  void release() {
    released.countDown();
  }

  @Override
  String excuse() {
    return "nobody interrupted it";
  }
}
