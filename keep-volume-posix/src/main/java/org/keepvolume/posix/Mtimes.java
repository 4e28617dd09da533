// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Sets the time that Keep takes for a block's age, never back (TM-3). */
final class Mtimes {
  private final InstantSource clock;

  Mtimes(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns the present, to be asked before the previous block's time is looked at. */
  Instant now() {
    return clock.instant();
  }

  /** Stamps a file with now, or with the previous block's time if somebody set that later. */
  static Instant freshen(Path file, Instant now, Optional<BasicFileAttributes> previous)
      throws IOException {
    Instant time = previous.map(LiveBlocks::mtime).filter(now::isBefore).orElse(now);
    BasicFileAttributeView view =
        Files.getFileAttributeView(file, BasicFileAttributeView.class, NOFOLLOW_LINKS);
    Undeclared.caught(() -> view.setTimes(FileTime.from(time), FileTime.from(time), null));
    return time;
  }
}
