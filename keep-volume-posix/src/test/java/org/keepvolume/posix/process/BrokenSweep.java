// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.TrashSweep;
import org.keepvolume.posix.Durability;
import org.keepvolume.testkit.Evidence;

/** Sweeps in another process whose third removal the device refuses. */
public final class BrokenSweep {
  private static final int COPIES = 5;

  private BrokenSweep() {}

  /**
   * Looks what such a sweep says and leaves, and whether the next one goes on: an error of one file
   * does not keep it from the others, a device that takes no changes ends it.
   *
   * @param beside where a volume lies, beside which one is made for this
   */
  public static Evidence whatItSays(Path beside) throws IOException {
    Path root = Files.createTempDirectory(beside.toRealPath().getParent(), "sweep");
    List<String> violations = new ArrayList<>();
    look(root, "EIO", "VolumeFailureException", COPIES - 1, violations);
    look(root, "EROFS", "VolumeReadOnlyException", 2, violations);
    return new Evidence("sweeps of 5 copies whose 3rd unlinkat fails under strace", violations);
  }

  private static void look(
      Path root, String error, String exception, int deleted, List<String> violations)
      throws IOException {
    List<String> before = placeCopies(root);
    Path trace = Files.createTempFile("sweep", ".trace");
    List<String> launcher =
        new Strace(trace, root).launcher("-e", "inject=unlinkat:error=" + error + ":when=3");
    try (VolumeProcess volume = VolumeProcess.start(launcher)) {
      volume.open(root, Durability.FULL).succeeded();
      String broken = volume.brokenSweep().succeeded().text();
      List<String> after = copies(root);
      require(broken, exception + " " + counts(before, after), violations);
      require(before.size() - after.size(), deleted, violations);
      String next = volume.brokenSweep().succeeded().text();
      require(next, "nothing " + counts(after, List.of()), violations);
      require(copies(root), List.of(), violations);
    } finally {
      Files.delete(trace);
    }
  }

  /** In directories of their own, with different sizes. */
  private static List<String> placeCopies(Path root) throws IOException {
    for (int i = 1; i <= COPIES; i++) {
      TestBlock block = new TestBlock(i, 1 << (2 * i));
      Files.createDirectories(block.directory(root));
      Files.write(Path.of(block.file(root) + ".trash.1"), block.content());
    }
    return copies(root);
  }

  private static List<String> copies(Path root) throws IOException {
    return Listing.files(root).stream().filter(file -> file.contains(".trash.1 ")).toList();
  }

  private static TrashSweep counts(List<String> before, List<String> after) {
    return new TrashSweep(before.size() - after.size(), bytes(before) - bytes(after), 0, 0, 0, 0);
  }

  private static long bytes(List<String> files) {
    return files.stream()
        .mapToLong(file -> Long.parseLong(file.substring(file.indexOf(' ') + 1)))
        .sum();
  }

  private static void require(Object found, Object expected, List<String> violations) {
    if (!found.equals(expected)) {
      violations.add("expected " + expected + ", found " + found);
    }
  }
}
