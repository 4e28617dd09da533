// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.examples.benchmarks.PairedBenchmark.Program;
import org.keepvolume.posix.PosixVolume;

/** The index of a volume of many small blocks in a small heap, against find(1). */
public final class IndexListing implements Benchmarks.Comparisons {
  private static final Target TARGET = Target.ratio(0.8);
  private static final int BLOCKS = 250_000;
  private static final int MAX_HEAP = 64 << 20;

  @Override
  public void compare(PairedBenchmark pairs, Path directory) throws Exception {
    checkState(
        Runtime.getRuntime().maxMemory() <= MAX_HEAP, "run with java -Xmx64m: memory is measured");
    Path root = directory.resolve("index");
    makeBlocks(root, BLOCKS);
    // The tree is as good as written when find starts.
    await(new ProcessBuilder("sync", "-f", root.toString()));
    try (PosixVolume volume = PosixVolume.open(root)) {
      pairs.compare(
          "index of " + BLOCKS + " blocks, 1 thread",
          1,
          TARGET,
          new Find(root),
          () -> list(volume));
    }
  }

  private static void list(PosixVolume volume) throws IOException {
    int[] count = {0};
    volume.index(
        BlockPrefix.ALL,
        block -> {
          count[0]++;
          return true;
        });
    checkState(count[0] == BLOCKS, "the index has %s blocks", count[0]);
  }

  /** Makes those blocks that an earlier run has not made in the same directory. */
  public static void makeBlocks(Path root, int number) throws IOException {
    for (int i = 0; i < number; i++) {
      byte[] content = Integer.toString(i).getBytes(US_ASCII);
      String name = BlockHash.of(content).toString();
      Path prefix = root.resolve(name.substring(0, 3));
      Path file = prefix.resolve(name);
      if (!Files.exists(file)) {
        Files.createDirectories(prefix);
        Files.write(file, content);
      }
    }
  }

  private static void await(ProcessBuilder command) throws IOException, InterruptedException {
    Process process =
        command.redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT).start();
    int status = process.waitFor();
    checkState(status == 0, "%s ended with %s", command.command(), status);
  }

  /** The baseline prints the index that the original service would answer. */
  private record Find(Path root) implements Program {
    @Override
    public void run() throws Exception {
      await(new ProcessBuilder("find", root.toString(), "-type", "f", "-printf", "%f+%s %T@\n"));
    }

    @Override
    public PairedBenchmark.Worker worker() {
      return PairedBenchmark.Worker.ANOTHER_PROCESS;
    }
  }
}
