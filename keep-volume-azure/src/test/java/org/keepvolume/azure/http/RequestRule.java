// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.azure.http.Plan.End;
import org.keepvolume.azure.http.Plan.Part;
import org.keepvolume.azure.http.Plan.Start;

/**
 * One request that a {@link FaultProxy} waits for, and what becomes of it and of its answer.
 *
 * <p>A rule may have several actions: hooks, one for the request, one for the way its answer ends,
 * and changes of the answer. All must be chosen before the request comes. Offsets in a body that is
 * too short for them did not happen, which fails the test at its end. Thread-safe.
 */
@ThreadSafe
public final class RequestRule {
  private final RequestName name;
  private final int nth;
  private final boolean everyOne;
  private final Predicate<RecordedRequest> match;
  private final Plan plan = new Plan();
  private volatile boolean used;

  /**
   * Makes a rule.
   *
   * @param nth which request of the name; 0 for any of them
   * @param everyOne whether it is for all that match and not for one
   */
  RequestRule(RequestName name, int nth, boolean everyOne, Predicate<RecordedRequest> match) {
    checkArgument(nth >= 0, "requests are numbered from 1, got %s", nth);
    this.name = requireNonNull(name);
    this.nth = nth;
    this.everyOne = everyOne;
    this.match = requireNonNull(match);
  }

  /**
   * Closes the connection when the whole request has been read, which is not forwarded.
   *
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule dropRequest() {
    return start(Start.DROP);
  }

  /**
   * Resets the connection when the request's head has been read, which is not forwarded.
   *
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule resetBefore() {
    return start(Start.RESET);
  }

  /**
   * Reads the request and answers it in the service's place, which does not see it.
   *
   * @param status the status, 400 to 599
   * @param code the service's error code; null for an error page of something in between
   * @param headers names and values in turn, such as {@code "Retry-After", "1"}
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule status(int status, @Nullable String code, String... headers) {
    checkArgument(headers.length % 2 == 0, "names and values in turn");
    Answer answer = Answer.error(status, code);
    for (int i = 0; i < headers.length; i += 2) {
      answer = answer.header(headers[i], headers[i + 1]);
    }
    return answer(answer);
  }

  /**
   * Reads the request and answers it in the service's place, which does not see it.
   *
   * @param answer the answer
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule answer(Answer answer) {
    plan.answer = requireNonNull(answer);
    return start(Start.ANSWER);
  }

  /**
   * Forwards the request twice, one after the other, and delivers the second answer.
   *
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule duplicate() {
    return start(Start.DUPLICATE);
  }

  /**
   * Stops reading the request's body; that much is forwarded, the rest when released. What the
   * systems on the way buffer is not seen by the client: only bodies of 8 MiB or more come to a
   * stop for sure. While it stands still, a client that leaves still counts as open.
   *
   * @param bytes the body's bytes that are read, 0 or more
   * @return tells when it stands still, and lets it go on
   */
  public Stall stallReading(long bytes) {
    plan.stallReadingAt = checkOffset(bytes);
    plan.expect(Part.STALL_READING, "stallReading(" + bytes + ")");
    return plan.stall;
  }

  /**
   * Flips a bit of the request's body.
   *
   * @param offset the byte whose lowest bit is flipped, 0 or more
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule flipRequestBit(long offset) {
    plan.flipRequestAt = checkOffset(offset);
    plan.expect(Part.FLIP_REQUEST, "flipRequestBit(" + offset + ")");
    return this;
  }

  /**
   * Runs a hook when the request's head has been read, before anything is forwarded.
   *
   * @param hook what to do, such as a touch by somebody else
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule before(Hook hook) {
    plan.before.add(requireNonNull(hook));
    return this;
  }

  /**
   * Reads the whole request, and forwards it when a latch opens, even if the client has gone.
   *
   * @param latch opened by the test
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule hold(CountDownLatch latch) {
    plan.hold = requireNonNull(latch);
    return this;
  }

  /**
   * Runs a hook when the service has answered, before anything is delivered.
   *
   * @param hook what to do
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule onAnswer(Hook hook) {
    plan.onAnswer.add(requireNonNull(hook));
    return this;
  }

  /**
   * Reads the whole answer, and resets the connection without delivering a byte.
   *
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule loseAnswer() {
    return end(End.LOSE, Plan.NOWHERE);
  }

  /**
   * Closes the connection in the answer's body.
   *
   * @param bytes the body's bytes that are delivered, less than there are
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule cutAnswer(long bytes) {
    return end(End.CUT, bytes);
  }

  /**
   * Resets the connection in the answer's body.
   *
   * @param bytes the body's bytes that are delivered at most, less than there are; what is on the
   *     way when the reset comes is lost
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule resetMid(long bytes) {
    return end(End.RESET_MID, bytes);
  }

  /**
   * Reads the whole answer, and delivers nothing of it until released.
   *
   * @return tells when it stands still, and lets it go on
   */
  public Stall stall() {
    end(End.STALL, Plan.NOWHERE);
    return plan.stall;
  }

  /**
   * Stands still in the answer's body.
   *
   * @param bytes the body's bytes that are delivered before, less than there are
   * @return tells when it stands still, and lets it go on
   */
  public Stall stallMid(long bytes) {
    end(End.STALL_MID, bytes);
    return plan.stall;
  }

  /**
   * Delivers the answer's body slowly, with the proxy's pauses.
   *
   * @param bytesPerSecond the speed, 1 or more
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule slow(long bytesPerSecond) {
    checkArgument(bytesPerSecond > 0, "bytes per second: %s", bytesPerSecond);
    plan.bytesPerSecond = bytesPerSecond;
    return this;
  }

  /**
   * Flips a bit of the answer's body.
   *
   * @param offset the byte whose lowest bit is flipped, 0 or more
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule flipBit(long offset) {
    plan.flipAt = checkOffset(offset);
    plan.expect(Part.FLIP, "flipBit(" + offset + ")");
    return this;
  }

  /**
   * Leaves a header of the answer out.
   *
   * @param header its name
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule dropHeader(String header) {
    plan.expect(header, "dropHeader(" + header + ")");
    plan.headEdits.add(
        head -> {
          if (head.header(header) != null) {
            plan.happens(header);
          }
          return head.without(header);
        });
    return this;
  }

  /**
   * Sets a header of the answer, in place of those of that name.
   *
   * @param header its name
   * @param value its value
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule setHeader(String header, String value) {
    requireNonNull(value);
    plan.headEdits.add(head -> head.with(header, value));
    return this;
  }

  /**
   * Empties the marker of the next page of a listing.
   *
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule shortPage() {
    plan.listingEdit = ListingEdit.NO_MARKER;
    plan.expect(Part.LISTING, "shortPage");
    return this;
  }

  /**
   * Ends a listing in the middle of its XML; the message itself is whole.
   *
   * @return this
   */
  @CanIgnoreReturnValue
  public RequestRule truncatedListing() {
    plan.listingEdit = ListingEdit.HALF;
    plan.expect(Part.LISTING, "truncatedListing");
    return this;
  }

  private RequestRule start(Start start) {
    checkState(plan.start == Start.FORWARD, "%s: its request is %s already", this, plan.start);
    plan.start = start;
    return this;
  }

  @CanIgnoreReturnValue
  private RequestRule end(End end, long bytes) {
    checkState(plan.end == End.DELIVER, "%s: its answer has the end %s already", this, plan.end);
    if (bytes != Plan.NOWHERE) {
      plan.endAt = checkOffset(bytes);
      plan.expect(Part.END, end + "(" + bytes + ")");
    }
    plan.end = end;
    return this;
  }

  private static long checkOffset(long offset) {
    checkArgument(offset >= 0 && offset < Plan.NOWHERE, "bytes: %s", offset);
    return offset;
  }

  /** Tells whether it is for this request, and if so, counts as used. */
  boolean takes(RecordedRequest request) {
    if (request.name() != name
        || (nth > 0 && request.nth() != nth)
        || (used && !everyOne)
        || !match.test(request)) {
      return false;
    }
    used = true;
    return true;
  }

  Plan plan() {
    return plan;
  }

  /** Says what did not happen; null if all did. */
  @Nullable
  String problem(Map<RequestName, Integer> counts) {
    if (used) {
      Collection<String> pending = plan.pending();
      return pending.isEmpty()
          ? null
          : "not used: " + this + ": " + String.join(", ", pending) + " did not happen";
    }
    return "not used: " + this + ": there were " + counts.getOrDefault(name, 0);
  }

  /** Returns name and number, such as {@code Put Blob 2}. */
  @Override
  public String toString() {
    return name + (nth > 0 ? " " + nth : everyOne ? " every" : " that matches");
  }
}
