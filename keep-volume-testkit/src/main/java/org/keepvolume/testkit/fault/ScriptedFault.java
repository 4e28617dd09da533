// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static com.google.common.base.Preconditions.checkState;

import java.util.concurrent.atomic.AtomicReference;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.Operation;

/** A call that a script waits for, the fault chosen for it, and what has become of both. */
@ThreadSafe
final class ScriptedFault {
  private final Operation operation;
  private final int number;
  private final AtomicReference<Fault> fault = new AtomicReference<>();
  private volatile boolean reached;
  private volatile boolean done;

  ScriptedFault(Operation operation, int number) {
    this.operation = operation;
    this.number = number;
  }

  /** Tells whether this is about a certain call. */
  boolean isFor(Operation operation, int number) {
    return this.operation == operation && this.number == number;
  }

  Operation operation() {
    return operation;
  }

  void choose(Fault chosen) {
    String objection = chosen.objection(operation);
    if (objection != null) {
      throw new IllegalArgumentException(this + ": " + chosen + ": " + objection);
    }
    checkState(
        fault.compareAndSet(null, chosen), "the %s has a fault already: %s", this, fault.get());
  }

  /** Notes that the call was made, and returns its fault; another if none was chosen. */
  Fault reach(Fault none) {
    reached = true;
    Fault chosen = fault.get();
    return chosen == null ? none : chosen;
  }

  /** Notes that the fault has happened. */
  void done() {
    done = true;
  }

  /** Lets go of the call if it hangs. */
  void release() {
    Fault chosen = fault.get();
    if (chosen != null) {
      chosen.release();
    }
  }

  /** Returns which fault did not happen and why; null if it did. */
  @Nullable
  String problem(int made) {
    Fault chosen = fault.get();
    if (chosen == null) {
      return "no fault was chosen";
    }
    if (done) {
      return null;
    }
    return chosen
        + (reached
            ? ": the call was made, but " + chosen.excuse()
            : ": was never reached; " + count(made));
  }

  /** Returns number and operation, such as {@code 2nd write}. */
  @Override
  public String toString() {
    return ordinal(number) + " " + operation;
  }

  private String count(int made) {
    return switch (made) {
      case 0 -> "no " + operation + " call was made";
      case 1 -> "1 " + operation + " call was made";
      default -> made + " " + operation + " calls were made";
    };
  }

  private static String ordinal(int number) {
    boolean teens = number / 10 % 10 == 1;
    return number
        + switch (teens ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }
}
