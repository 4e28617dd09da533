// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.AdjustableClock;
import org.keepvolume.testkit.TimeControl;

/** A clock that is moved, and mtimes in the steps of the file system. */
final class DirectoryTime implements TimeControl {
  /** With nanoseconds, to see whether they are kept. */
  static final Instant START = Instant.parse("2024-02-29T12:34:56.123456789Z");

  private static final List<Duration> STEPS =
      List.of(
          Duration.ofNanos(1),
          Duration.ofNanos(100),
          Duration.ofNanos(1000),
          Duration.ofMillis(1),
          Duration.ofMillis(10));

  private final AdjustableClock clock;
  private final KeepDirectoryRaw raw;
  private final Duration granularity;

  DirectoryTime(AdjustableClock clock, KeepDirectoryRaw raw, Duration granularity) {
    this.clock = clock;
    this.raw = raw;
    this.granularity = granularity;
  }

  /** Sets the mtime of a file and looks what became of its fraction. */
  static Duration granularityOf(Path file) throws IOException {
    var unused = Files.setLastModifiedTime(file, FileTime.from(START));
    return step(Files.getLastModifiedTime(file).toInstant());
  }

  /** Returns the smallest step in which {@link #START} becomes the time kept. */
  static Duration step(Instant kept) {
    long lost = Duration.between(kept, START).toNanos();
    long fraction = Duration.between(START.truncatedTo(ChronoUnit.SECONDS), START).toNanos();
    return STEPS.stream()
        .filter(step -> lost == fraction % step.toNanos())
        .findFirst()
        .orElse(Duration.ofSeconds(1));
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void advance(Duration by) {
    clock.advance(by);
  }

  @Override
  public boolean backdate(BlockHash hash, Instant mtime) throws IOException {
    raw.setMtime(hash, mtime);
    return true;
  }

  @Override
  public Duration granularity() {
    return granularity;
  }
}
