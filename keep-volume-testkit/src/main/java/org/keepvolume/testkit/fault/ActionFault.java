// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.keepvolume.Operation;

/** Something else happens just before the call, such as the other half of a race. */
final class ActionFault extends Fault {
  private final NthCall.Action action;

  ActionFault(Set<Operation> operations, NthCall.Action action) {
    super("run an action", operations, "there is no such call");
    this.action = requireNonNull(action, "action");
  }

  @Override
  void before(FaultCall call) {
    try {
      action.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(call, e);
    } catch (Exception e) {
      // Not as it is: a volume's exception would be taken for one of this volume.
      throw failed(call, e);
    }
    call.done();
  }

  @Override
  String excuse() {
    return "its action failed";
  }

  private static AssertionError failed(FaultCall call, Exception e) {
    return new AssertionError(
        "the action scripted for a " + call.operation() + " on " + call.volume() + " failed: " + e,
        e);
  }
}
