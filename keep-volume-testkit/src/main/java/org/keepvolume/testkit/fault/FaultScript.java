// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;

/**
 * Says which calls on a {@link FaultyVolume} go wrong, and how; a fault that did not happen fails
 * the test.
 *
 * <pre>{@code
 * @RegisterExtension final FaultScript faults = new FaultScript();
 *
 * faults.on(Operation.WRITE, 2).loseAnswer();
 * Volume volume = new FaultyVolume(backend, faults);
 * }</pre>
 *
 * <p>Calls are counted for each operation, from 1, over all volumes that share the script; a call
 * counts when it arrives, whatever becomes of it. Each test starts to count anew. Without JUnit,
 * {@link #close} ends the script as the end of a test does.
 *
 * <p>Thread-safe. Its one lock, {@code lock}, is never held while a volume or a test's code runs.
 */
@ThreadSafe
public final class FaultScript implements AfterEachCallback, AutoCloseable {
  private static final Fault NONE = new NoFault();

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Operation, Integer> made = new EnumMap<>(Operation.class);

  @GuardedBy("lock")
  private final List<ScriptedFault> scripted = new ArrayList<>();

  @GuardedBy("lock")
  private final Set<String> volumes = new LinkedHashSet<>();

  /** Makes a script without faults. */
  public FaultScript() {}

  /**
   * Picks a call, for which one fault is to be chosen next.
   *
   * @param operation the kind of call; any but {@link Operation#OPEN}, since a volume is open when
   *     it is wrapped
   * @param number which call of this kind, 1 for the first
   * @return the call; choose its fault
   * @throws IllegalArgumentException if the number is less than 1, that call has been made or
   *     picked already, or the operation is open
   */
  @CheckReturnValue
  public NthCall on(Operation operation, int number) {
    requireNonNull(operation, "operation");
    checkArgument(number >= 1, "calls are numbered from 1, got %s", number);
    checkArgument(operation != Operation.OPEN, "open is no call on a volume: it is open already");
    lock.lock();
    try {
      ScriptedFault fault = new ScriptedFault(operation, number);
      checkArgument(number > made(operation), "the %s comes too late: it was made already", fault);
      checkArgument(find(operation, number) == null, "the %s has a fault already", fault);
      scripted.add(fault);
      return new NthCall(fault);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells how many calls have arrived. Any thread may ask.
   *
   * @param operation the kind of call
   * @return the calls since the script was made, or since it last ended; over all its volumes
   */
  public int calls(Operation operation) {
    lock.lock();
    try {
      return made(operation);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the script of one test: fails if a fault was not used, and starts anew. Called by JUnit.
   *
   * @param context not used
   * @throws AssertionError if a fault did not happen; the message names each such fault
   */
  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  /**
   * Ends the script: lets go of calls that hang, fails if a fault was not used, and starts anew
   * without faults and with all counts at zero.
   *
   * @throws AssertionError if a fault did not happen; the message names each such fault
   */
  @Override
  public void close() {
    List<ScriptedFault> ended;
    StringBuilder unused = new StringBuilder();
    lock.lock();
    try {
      ended = List.copyOf(scripted);
      String on = volumes.isEmpty() ? "no volume" : String.join(" or ", volumes);
      for (ScriptedFault fault : ended) {
        String problem = fault.problem(made(fault.operation()));
        if (problem != null) {
          unused
              .append("\n  ")
              .append(fault)
              .append(" on ")
              .append(on)
              .append(": ")
              .append(problem);
        }
      }
      scripted.clear();
      made.clear();
    } finally {
      lock.unlock();
    }
    ended.forEach(ScriptedFault::release);
    if (!unused.isEmpty()) {
      throw new AssertionError("scripted faults that were not used:" + unused);
    }
  }

  void wraps(String volume) {
    lock.lock();
    try {
      volumes.add(volume);
    } finally {
      lock.unlock();
    }
  }

  /** Counts a call, and finds what is scripted for it. */
  FaultCall arrive(Operation operation, @Nullable BlockHash hash, String volume) {
    ScriptedFault fault;
    lock.lock();
    try {
      int number = made(operation) + 1;
      made.put(operation, number);
      fault = find(operation, number);
    } finally {
      lock.unlock();
    }
    return fault == null
        ? new FaultCall(operation, hash, volume, NONE, () -> {})
        : new FaultCall(operation, hash, volume, fault.reach(NONE), fault::done);
  }

  @GuardedBy("lock")
  private int made(Operation operation) {
    return made.getOrDefault(operation, 0);
  }

  @GuardedBy("lock")
  private @Nullable ScriptedFault find(Operation operation, int number) {
    return scripted.stream()
        .filter(fault -> fault.isFor(operation, number))
        .findFirst()
        .orElse(null);
  }
}
