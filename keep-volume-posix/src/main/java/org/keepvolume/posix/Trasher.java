// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeException;

/**
 * Renames a block that is old enough into the trash, and back if it turns out to be another.
 *
 * <p>Nothing is synced: a trash that a power cut forgets leaves a live block.
 */
final class Trasher {
  /** What a file system that keeps whole seconds may take from a block's time. */
  private static final Duration WHOLE_SECOND = Duration.ofSeconds(1);

  private static final String CTIME = "unix:ctime";

  /** How long a copy that is about to be deleted or restored is safe from a sweep. */
  static final Duration SAFE = Duration.ofMinutes(1);

  private final Changes changes;
  private final TrashPolicy policy;

  Trasher(Changes changes, TrashPolicy policy) {
    this.changes = changes;
    this.policy = policy;
  }

  @SuppressWarnings("try") // held until the end
  TrashOutcome trash(Call call, BlockHash hash, @Nullable Instant onlyIfMtime)
      throws VolumeException {
    call.checkInterrupted();
    var unused = changes.live().require(call, hash); // a miss takes no lock
    try (BlockLocks.Held held = changes.locks().acquire(call, hash)) {
      Instant now = changes.mtimes().now(); // first: a touch that comes between shows in the look
      BasicFileAttributes found = changes.live().require(call, hash);
      Path block = changes.paths().block(hash);
      Optional<TrashOutcome> refusal = refusal(call, block, found, now, onlyIfMtime);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      call.decide();
      Path copy = freeName(call, hash, found, now);
      rename(call, block, copy);
      Optional<TrashOutcome> mistake = mistake(call, copy, now, onlyIfMtime);
      if (mistake.isPresent()) {
        putBack(call, copy, block);
        return mistake.get();
      }
      return policy.lifetime().isZero() ? deleted(call, block, copy) : TrashOutcome.TRASHED;
    }
  }

  /** Tells why a file must stay a block; empty if it may go. */
  private Optional<TrashOutcome> refusal(
      Call call, Path file, BasicFileAttributes found, Instant now, @Nullable Instant onlyIfMtime)
      throws VolumeException {
    Instant mtime = LiveBlocks.mtime(found);
    if (onlyIfMtime != null && !onlyIfMtime.equals(mtime)) {
      return Optional.of(TrashOutcome.CHANGED);
    }
    Duration age = Duration.between(mtime, now);
    Duration least = policy.minimumAge();
    boolean recent =
        age.compareTo(least) < 0
            || (age.compareTo(least.plus(WHOLE_SECOND)) < 0
                && !least.isZero()
                && isCutOff(call, file, mtime));
    return recent ? Optional.of(TrashOutcome.TOO_RECENT) : Optional.empty();
  }

  /**
   * Tells whether the file system may have cut off a fraction of a second: then that of the file's
   * last change, which the kernel stamps, is missing too.
   */
  private static boolean isCutOff(Call call, Path file, Instant mtime) throws VolumeException {
    if (!isWhole(mtime)) {
      return false;
    }
    try {
      return isWhole(((FileTime) Files.getAttribute(file, CTIME, NOFOLLOW_LINKS)).toInstant());
    } catch (IOException e) {
      throw call.failed(e, file);
    }
  }

  private static boolean isWhole(Instant time) {
    return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Chooses the copy's name, under which nothing is lost by the rename. */
  private Path freeName(Call call, BlockHash hash, BasicFileAttributes block, Instant now)
      throws VolumeException {
    boolean keep = !policy.lifetime().isZero();
    Instant deadline = now.plus(keep ? policy.lifetime() : SAFE);
    while (true) {
      Path name = changes.paths().trashed(new TrashName(hash, deadline));
      Optional<BasicFileAttributes> there = call.look(name);
      if (there.isPresent() && Objects.equals(there.get().fileKey(), block.fileKey())) {
        // What an untrash that was killed has left. A rename between two names of one file would
        // do nothing, and report success.
        delete(call, name);
        return name;
      }
      if (there.isEmpty() || keep) {
        return name; // a copy trashed within the same second is replaced
      }
      deadline = deadline.plusSeconds(1);
    }
  }

  private static void rename(Call call, Path block, Path copy) throws VolumeException {
    try {
      Files.move(block, copy, ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw call.missing();
    } catch (IOException e) {
      throw call.failed(e, block);
    }
  }

  /**
   * Looks at what was really renamed: a program that does not know the locks may have touched or
   * replaced the block in between.
   */
  private Optional<TrashOutcome> mistake(
      Call call, Path copy, Instant now, @Nullable Instant onlyIfMtime) throws VolumeException {
    if (!changes.looksAgain()) {
      return Optional.empty();
    }
    Optional<BasicFileAttributes> renamed = call.look(copy);
    return renamed.isEmpty()
        ? Optional.empty()
        : refusal(call, copy, renamed.get(), now, onlyIfMtime);
  }

  /** Not by a rename, which would replace a block that was written meanwhile. */
  private static void putBack(Call call, Path copy, Path block) throws VolumeException {
    try {
      if (!Restoration.restore(call, copy, block)) {
        delete(call, copy); // that block is newer
      }
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw call.failed(e, copy);
    }
  }

  private static TrashOutcome deleted(Call call, Path block, Path copy) throws VolumeException {
    try {
      Files.deleteIfExists(copy); // after more than a minute a sweep may have been there
      return TrashOutcome.DELETED;
    } catch (IOException e) {
      VolumeException failure = call.failed(e, copy);
      try {
        putBack(call, copy, block); // live or deleted, nothing between
      } catch (VolumeException another) {
        failure.addSuppressed(another);
      }
      throw failure;
    }
  }

  private static void delete(Call call, Path file) throws VolumeException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw call.failed(e, file);
    }
  }
}
