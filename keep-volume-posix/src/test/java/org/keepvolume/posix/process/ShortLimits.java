// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.posix.TimeLimits;
import org.keepvolume.posix.process.VolumeProcess.Answer;
import org.keepvolume.testkit.Evidence;

/** A volume in another process with short limits, whose locks are held and whose disk is slow. */
public final class ShortLimits {
  private static final TimeLimits LIMITS =
      new TimeLimits(Duration.ofMillis(200), Duration.ofMillis(400));

  /** In microseconds: a sync that is waited for to its end shows. */
  private static final String DELAY = ":delay_enter=2000000";

  /** On a busy machine; below the delay. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private static final TestBlock OLD = new TestBlock(1, 3000);
  private static final TestBlock TOUCHED = new TestBlock(2, 2000);
  private static final TestBlock SLOW = new TestBlock(3, 1000);
  private static final TestBlock OTHER = new TestBlock(4, 500);
  private static final TestBlock TRASHED = OLD.neighbour();

  private final Path root;
  private final List<String> violations = new ArrayList<>();

  private ShortLimits(Path root) {
    this.root = root;
  }

  /** A call on a block. */
  @FunctionalInterface
  private interface Operation {
    Answer on(TestBlock block) throws IOException;
  }

  /**
   * Looks how calls end that wait for a lock, and for each kind of sync; and what works then.
   *
   * @param beside where a volume lies, beside which one is made for this
   */
  public static Evidence whenTheyPass(Path beside) throws IOException {
    Path root = Files.createTempDirectory(beside.toRealPath().getParent(), "limits");
    ShortLimits limits = new ShortLimits(root);
    limits.placeBlocks();
    limits.look();
    return new Evidence("a volume of short limits on a slow disk under strace", limits.violations);
  }

  private void placeBlocks() throws IOException {
    for (TestBlock block : List.of(OLD, TOUCHED, OTHER)) {
      Files.createDirectories(block.directory(root));
      Files.write(block.file(root), block.content());
    }
    Files.createDirectories(SLOW.directory(root));
    Files.write(Path.of(TRASHED.file(root) + ".trash.99999999999"), TRASHED.content());
  }

  private void look() throws IOException {
    // The first sync of each thread is slow; one that was left behind leaves its thread free.
    try (VolumeProcess volume = start("-e", "inject=fdatasync" + DELAY + ":when=1")) {
      end("write, the sync of the content is slow", volume::write, OTHER);
      locks();
      names();
      volume.awaitNoneIn("FileDispatcherImpl.force0");
      Answer next = volume.write(OTHER);
      for (int i = 0; i < 3 && !next.type().equals("done"); i++) {
        next = volume.write(OTHER);
      }
      works(next);
      works(volume.read(OTHER));
    }
  }

  private void locks() throws IOException {
    try (VolumeProcess volume = VolumeProcess.start(List.of())) {
      volume.open(root, LIMITS).succeeded();
      try (ForeignLock held = ForeignLock.on(root, OLD)) {
        end("touch, the lock is held", volume::touch, OLD);
        end("trash, the lock is held", volume::trash, OLD);
        end("untrash, the lock is held", volume::untrash, TRASHED);
        end("write, the lock is held", volume::write, OLD);
        if (!held.isHeld()) {
          violations.add("the lock was lost");
        }
      }
      for (Answer answer :
          List.of(
              volume.touch(OLD), volume.write(OLD), volume.trash(OLD), volume.untrash(TRASHED))) {
        works(answer);
      }
    }
  }

  private void names() throws IOException {
    String file = TOUCHED.file(root).toString();
    String directory = SLOW.directory(root).toString();
    try (VolumeProcess volume = start("-P", file, "-P", directory, "-e", "inject=fsync" + DELAY)) {
      end("touch, the sync of the file is slow", volume::touch, TOUCHED);
      end("write, the sync of the directory is slow", volume::write, SLOW);
      works(volume.write(OLD));
      works(volume.read(SLOW));
    }
  }

  private VolumeProcess start(String... options) throws IOException {
    String[] all =
        Stream.concat(Stream.of("-e", "trace=fsync,fdatasync"), Arrays.stream(options))
            .toArray(String[]::new);
    VolumeProcess volume =
        VolumeProcess.start(new Strace(Path.of("/dev/null"), root).launcher(all));
    volume.open(root, LIMITS).succeeded();
    return volume;
  }

  private void end(String what, Operation operation, TestBlock block) throws IOException {
    long start = System.nanoTime();
    Answer answer = operation.on(block);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    if (!answer.type().equals(VolumeUnavailableException.class.getSimpleName())) {
      violations.add(what + ": " + answer);
    }
    if (taken.compareTo(LIMITS.progress()) < 0 || taken.compareTo(LIMITS.total().plus(SLACK)) > 0) {
      violations.add(what + ": it ended after " + taken + " of " + LIMITS);
    }
  }

  private void works(Answer answer) {
    if (!answer.type().equals("done")) {
      violations.add("afterwards: " + answer);
    }
  }
}
