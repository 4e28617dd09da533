// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import com.google.common.collect.Sets;
import java.util.EnumSet;
import java.util.Set;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;

/**
 * One call that a {@link FaultScript} waits for, and the fault chosen for it.
 *
 * <p>Each method chooses a fault, once, and throws {@link IllegalStateException} if one was chosen
 * already. A fault that makes no sense for the operation is refused with the reason. Where a close
 * fails or hangs, the volume below is closed afterwards all the same. Thread-safe.
 */
@ThreadSafe
public final class NthCall {
  /** Makes the exception with which a call fails. */
  @FunctionalInterface
  public interface Failure {
    /**
     * Makes the exception, on the thread of the call that is to fail.
     *
     * @param operation the operation of that call
     * @param hash its block, or null if it is about no single block
     * @param volume the device id of the faulty volume
     * @return the exception to throw, as this instance; one of a sweep that has no counts gets
     *     counts of zero (TR-6)
     */
    VolumeException failure(Operation operation, @Nullable BlockHash hash, String volume);
  }

  /** What a test does just before a call goes on. */
  @FunctionalInterface
  public interface Action {
    /**
     * Acts, on the thread of the call. May call the faulty volume: such calls count.
     *
     * @throws Exception if it failed, which fails the call with an {@link AssertionError} and the
     *     test at its end
     */
    void run() throws Exception;
  }

  private static final Set<Operation> ALL =
      Sets.immutableEnumSet(EnumSet.complementOf(EnumSet.of(Operation.OPEN)));
  private static final String NO_SUCH_CALL = "there is no such call";

  private final ScriptedFault scripted;

  NthCall(ScriptedFault scripted) {
    this.scripted = scripted;
  }

  /**
   * Fails before anything is done, with an exception of the test's choice.
   *
   * @param failure makes the exception when the call comes
   */
  public void fail(Failure failure) {
    scripted.choose(new FailFault("fail", ALL, NO_SUCH_CALL, failure));
  }

  /** Fails before anything is done: {@link VolumeUnavailableException}. */
  public void unavailable() {
    scripted.choose(
        new FailFault(
            "be unavailable",
            ALL,
            NO_SUCH_CALL,
            (op, hash, volume) ->
                new VolumeUnavailableException(op, hash, volume, "scripted", null, null)));
  }

  /** Fails before anything is done: {@link VolumeFailureException}. */
  public void failure() {
    scripted.choose(
        new FailFault(
            "fail for good",
            ALL,
            NO_SUCH_CALL,
            (op, hash, volume) -> new VolumeFailureException(op, hash, volume, "scripted", null)));
  }

  /**
   * Fails although the block may be there: {@link BlockNotFoundException}. For read, touch, stat,
   * trash and untrash.
   *
   * @throws IllegalArgumentException if the operation is another one
   */
  public void missing() {
    scripted.choose(
        new FailFault(
            "find no block",
            EnumSet.of(
                Operation.READ,
                Operation.TOUCH,
                Operation.STAT,
                Operation.TRASH,
                Operation.UNTRASH),
            "such a call needs no block that is there",
            (op, hash, volume) -> new BlockNotFoundException(op, hash, volume, "scripted", null)));
  }

  /**
   * Fails for want of room: {@link VolumeFullException}. For write.
   *
   * @throws IllegalArgumentException if the operation is another one
   */
  public void full() {
    scripted.choose(
        new FailFault(
            "find no room",
            EnumSet.of(Operation.WRITE),
            "everything but a write works on a full device (WR-11)",
            (op, hash, volume) -> new VolumeFullException(op, hash, volume, "scripted", null)));
  }

  /**
   * Lets the volume below do what was asked, and then fails with {@link
   * VolumeUnavailableException}. For write, touch, trash, untrash and empty trash. Does not happen
   * if the volume below fails by itself.
   *
   * @throws IllegalArgumentException if the operation is another one
   */
  public void loseAnswer() {
    scripted.choose(new LostAnswerFault());
  }

  /**
   * Delivers a part, and then fails with {@link VolumeUnavailableException}. For read, whose sink
   * gets begin and that many bytes in order, and for index and index trash. Does not happen if
   * there is less, or the visitor stops before.
   *
   * @param count the bytes or entries that are delivered, 0 or more; that of the whole block or
   *     listing fails at the end
   * @throws IllegalArgumentException if the operation is another one, or the count is negative
   */
  public void breakOffAfter(int count) {
    scripted.choose(new BreakOffFault(count));
  }

  /**
   * Delivers a block with one bit flipped. For read. Does not happen if the block has no such byte.
   *
   * @param offset the byte with the wrong bit, 0 to {@link Volume#MAX_BLOCK_SIZE} - 1
   * @throws IllegalArgumentException if the operation is another one
   * @throws IndexOutOfBoundsException if the number is out of range
   */
  public void corrupt(int offset) {
    scripted.choose(new CorruptFault(offset));
  }

  /**
   * Announces and delivers the beginning of the block only, and returns with success. For read.
   * Does not happen if the block is not longer.
   *
   * @param size the bytes that are left, 0 to {@link Volume#MAX_BLOCK_SIZE} - 1
   * @throws IllegalArgumentException if the operation is another one
   * @throws IndexOutOfBoundsException if the number is out of range
   */
  public void shortenTo(int size) {
    scripted.choose(new ShortenFault(size));
  }

  /**
   * Waits until the calling thread is interrupted, and then fails with {@link
   * org.keepvolume.CallCancelledException}, the interrupt flag set. Nothing is done below. Does not
   * happen if nobody interrupts the call before the script ends, which lets it go with {@link
   * VolumeUnavailableException}.
   *
   * @return tells when the call hangs
   */
  public Hang hang() {
    HangFault hang = new HangFault(ALL);
    scripted.choose(hang);
    return hang.handle();
  }

  /**
   * Runs an action of the test, and then lets the call go on as if nothing had been scripted.
   *
   * @param action what to do, to provoke a race for example
   */
  public void run(Action action) {
    scripted.choose(new ActionFault(ALL, action));
  }

  /** Returns number and operation, such as {@code 2nd write}. */
  @Override
  public String toString() {
    return scripted.toString();
  }
}
