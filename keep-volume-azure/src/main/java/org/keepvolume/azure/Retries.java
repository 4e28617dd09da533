// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.annotation.concurrent.NotThreadSafe;
import org.keepvolume.VolumeException;

/**
 * Decides whether a call tries again after a failure, and waits before it does: the only place
 * where that is decided, by type and code.
 *
 * <p>The pause is random up to a bound that doubles (full jitter), or what the service asks for. A
 * condition that failed is not a failure of the service: the block has changed, and the caller
 * looks again.
 */
@NotThreadSafe
final class Retries {
  /** The longest pause that is not asked for by the service. */
  static final Duration LONGEST = Duration.ofSeconds(3);

  /** The bound of the first pause, where the options name none. */
  static final Duration FIRST = Duration.ofMillis(100);

  /** Each time somebody else has changed the block; more is no coincidence. */
  private static final int MOST_CHANGES = 16;

  private final Call call;
  private final int most;
  private final Duration first;
  private final Duration longest;
  private int attempts;
  private int changes;
  private int damages;
  private boolean changing;
  private boolean ambiguous;

  private Retries(Call call, int most, Duration first, Duration longest) {
    this.call = call;
    this.most = most;
    this.first = first;
    this.longest = longest;
  }

  static Retries of(Call call, int most) {
    return new Retries(call, most, FIRST, LONGEST);
  }

  /** With pauses that begin longer, and then stay below ten times that. */
  static Retries of(Call call, int most, Duration first) {
    Duration bound = first.multipliedBy(10);
    return new Retries(call, most, first, bound.compareTo(LONGEST) > 0 ? bound : LONGEST);
  }

  /** Notes that what is sent next changes the block, if the service does it. */
  void changing() {
    changing = true;
  }

  /** Tells whether the service may have made a change before and was not heard to. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  /**
   * Waits before another attempt.
   *
   * @param e what went wrong with the last one
   * @throws VolumeException if there is to be none
   */
  void after(IOException e) throws VolumeException {
    if (e instanceof VolumeException) {
      throw call.translate(e, 1);
    }
    boolean sent = changing;
    changing = false;
    if (e instanceof Refusal refusal && refusal.meaning() == Meaning.CHANGED) {
      changes++;
      if (changes >= MOST_CHANGES) {
        throw call.unavailable("the block was changed by others " + changes + " times", e);
      }
      pause(e, Math.round(call.timing().random() * FIRST.toNanos() * Math.min(changes - 1, 10)));
      return;
    }
    attempts++;
    if (!isWorthAnother(e)) {
      throw call.translate(e, attempts);
    }
    ambiguous |= sent && !(e instanceof NoAnswer none && !none.wasAsked());
    Optional<Duration> asked =
        e instanceof Refusal refusal ? refusal.retryAfter() : Optional.empty();
    pause(e, asked.map(Duration::toNanos).orElseGet(this::jitter));
  }

  private boolean isWorthAnother(IOException e) {
    if (attempts >= most || call.remaining() <= 0) {
      return false;
    }
    if (e instanceof Refusal refusal) {
      return switch (refusal.meaning()) {
        case BUSY -> true;
        case DAMAGED -> damages++ == 0;
        default -> false;
      };
    }
    return true;
  }

  private long jitter() {
    double bound = first.toNanos() * Math.pow(2, attempts - 1);
    return Math.round(call.timing().random() * Math.min(bound, (double) longest.toNanos()));
  }

  private void pause(IOException e, long nanos) throws VolumeException {
    if (nanos >= call.remaining()) {
      throw call.translate(e, attempts); // it would not come back in time
    }
    try {
      if (nanos > 0) {
        call.timing().sleep(nanos);
      }
    } catch (InterruptedException interrupted) {
      throw call.interrupted(interrupted);
    }
  }
}
