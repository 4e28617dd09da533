// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeException;

/**
 * Touches, trashes and restores blocks: a look, then a change on the condition that the blob is
 * still the version that was seen.
 *
 * <p>The service orders the changes of one blob, and each makes a new version. So a trash that
 * looked before a touch or write cannot succeed after it, and a touch that looked before a trash
 * cannot undo it (TR-7). Not by a condition on the time: it has whole seconds. After a lost answer
 * and after a condition that failed the look is repeated, and tells what really happened (TR-10).
 */
final class Marks {
  private static final Duration WHOLE_SECOND = Duration.ofSeconds(1);

  private final BlobRequests requests;
  private final DeviceClock clock;
  private final TrashPolicy policy;
  private final AzureLimits limits;

  Marks(BlobRequests requests, DeviceClock clock, TrashPolicy policy, AzureLimits limits) {
    this.requests = requests;
    this.clock = clock;
    this.policy = policy;
    this.limits = limits;
  }

  void touch(Call call, BlockHash hash) throws VolumeException {
    Retries retries = retries(call);
    Instant started = null;
    while (true) {
      try {
        BlobState seen = requests.properties(call, hash);
        Blocks.requireLive(call, seen);
        if (started == null) {
          started = seen.date();
        } else if (!seen.mtime().isBefore(started)) {
          return; // somebody else has touched or written it since, or the lost answer was a yes
        }
        // All of it but for an empty mark, which means nothing.
        retries.changing();
        requests.setMetadata(call, hash, TrashMark.without(seen.metadata()), seen);
        return;
      } catch (IOException e) {
        retries.after(e);
      }
    }
  }

  TrashOutcome trash(Call call, BlockHash hash, @Nullable Instant onlyIfMtime)
      throws VolumeException {
    return policy.lifetime().isZero()
        ? delete(call, hash, onlyIfMtime)
        : mark(call, hash, onlyIfMtime);
  }

  private TrashOutcome mark(Call call, BlockHash hash, @Nullable Instant onlyIfMtime)
      throws VolumeException {
    Retries retries = retries(call);
    Set<String> tried = new HashSet<>(); // the service may do an earlier attempt late
    while (true) {
      try {
        BlobState seen = requests.properties(call, hash);
        if (retries.isAmbiguous() && seen.trashMark().filter(tried::contains).isPresent()) {
          return TrashOutcome.TRASHED;
        }
        Blocks.requireLive(call, seen);
        Instant now = clock.now(seen.date());
        Optional<TrashOutcome> refusal = refusal(seen, now, onlyIfMtime);
        if (refusal.isPresent()) {
          return refusal.get();
        }
        String mark = TrashMark.value(now.plus(policy.lifetime()));
        tried.add(mark);
        retries.changing();
        requests.setMetadata(call, hash, TrashMark.with(seen.metadata(), mark), seen);
        return TrashOutcome.TRASHED;
      } catch (IOException e) {
        retries.after(e);
      }
    }
  }

  private TrashOutcome delete(Call call, BlockHash hash, @Nullable Instant onlyIfMtime)
      throws VolumeException {
    Retries retries = retries(call);
    while (true) {
      try {
        BlobState seen = requests.properties(call, hash);
        Blocks.requireLive(call, seen);
        Optional<TrashOutcome> refusal = refusal(seen, clock.now(seen.date()), onlyIfMtime);
        if (refusal.isPresent()) {
          return refusal.get();
        }
        retries.changing();
        requests.delete(call, hash, seen.etag());
        return TrashOutcome.DELETED;
      } catch (Refusal e) {
        if (retries.isAmbiguous() && e.meaning() == Meaning.MISSING) {
          return TrashOutcome.DELETED;
        }
        retries.after(e);
      } catch (IOException e) {
        retries.after(e);
      }
    }
  }

  /** Tells why a block must stay; empty if it may go. */
  private Optional<TrashOutcome> refusal(
      BlobState seen, Instant now, @Nullable Instant onlyIfMtime) {
    if (onlyIfMtime != null && !onlyIfMtime.equals(seen.mtime())) {
      return Optional.of(TrashOutcome.CHANGED);
    }
    Duration age = Duration.between(seen.mtime(), now);
    Duration least = policy.minimumAge().plus(margin(policy.minimumAge(), limits));
    return age.compareTo(least) < 0 ? Optional.of(TrashOutcome.TOO_RECENT) : Optional.empty();
  }

  /**
   * Returns how much older than the minimum age a block must be: the second that the service cuts
   * off, and the time that a write may take, which it may stamp with its begin.
   */
  static Duration margin(Duration minimumAge, AzureLimits limits) {
    if (minimumAge.isZero()) {
      return Duration.ZERO;
    }
    Duration hundredth = minimumAge.dividedBy(100);
    return WHOLE_SECOND.plus(hundredth.compareTo(limits.data()) < 0 ? hundredth : limits.data());
  }

  UntrashOutcome untrash(Call call, BlockHash hash) throws VolumeException {
    Retries retries = retries(call);
    while (true) {
      try {
        BlobState seen = requests.properties(call, hash);
        Blocks.requireBlock(call, seen);
        if (seen.trashMark().isEmpty()) {
          return retries.isAmbiguous() ? UntrashOutcome.RESTORED : UntrashOutcome.ALREADY_LIVE;
        }
        retries.changing();
        requests.setMetadata(call, hash, TrashMark.without(seen.metadata()), seen);
        return UntrashOutcome.RESTORED;
      } catch (IOException e) {
        retries.after(e);
      }
    }
  }

  private Retries retries(Call call) {
    return Retries.of(call, limits.attempts());
  }
}
