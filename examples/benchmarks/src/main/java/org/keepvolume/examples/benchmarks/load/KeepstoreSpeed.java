// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keepvolume.examples.benchmarks.Benchmarks;

/** How keepstore compares with services that do only what one request needs. */
public final class KeepstoreSpeed {
  private static final int FULL = 1 << 26;
  private static final int SMALL = 4 << 10;
  private static final int FULL_CLIENTS = 8;
  private static final int SMALL_CLIENTS = 32;

  /** Of each client in a round: 3 GiB together, which take 5 to 8 seconds. */
  private static final int FULL_PUTS = 6;

  private static final List<String> MEMORY = List.of("-Xmx512m", "-XX:MaxDirectMemorySize=2g");
  private static final String BUFFERS = "1g";

  private KeepstoreSpeed() {}

  /** Returns the benchmark of getting blocks. */
  public static Benchmarks.Benchmark gets() {
    return (settings, directory) -> gets(settings.out(), duel(settings), directory);
  }

  /** Returns the benchmark of putting blocks that are new. */
  public static Benchmarks.Benchmark puts() {
    return (settings, directory) -> {
      Duel duel = duel(settings);
      Embedded embedded = new Embedded(settings.out());
      puts(embedded, duel, directory.resolve("durable"), true);
      puts(embedded, duel, directory.resolve("none"), false);
    };
  }

  private static Duel duel(Benchmarks.Settings settings) {
    return new Duel(settings.out(), settings.pairs(), settings.seed());
  }

  private static void gets(PrintStream out, Duel duel, Path directory) throws Exception {
    Path full = Blocks.filled(directory.resolve("full"), new LoadBlocks(FULL), 4);
    Path small = Blocks.filled(directory.resolve("small"), new LoadBlocks(SMALL), 2000);
    try (Contender baseline = Contender.plain(full, false);
        Contender ours = keepstore(full, false)) {
      Load load = new Load(Load.Kind.GET, FULL, 4, FULL_CLIENTS, Effort.seconds());
      duel.fight("", load, 0.9, List.of(baseline), ours, List.of());
    }
    try (Contender byHand = Contender.files(small, false, false);
        Contender bare = Contender.files(small, false, true);
        Contender ours = keepstore(small, false)) {
      Load load = new Load(Load.Kind.GET, SMALL, 2000, SMALL_CLIENTS, Effort.seconds());
      duel.fight("", load, 0.8, List.of(byHand, bare), ours, List.of());
      new Embedded(out).run(small, load, false);
    }
  }

  private static void puts(Embedded embedded, Duel duel, Path directory, boolean durable)
      throws Exception {
    String how = durable ? ", durable" : ", durability none";
    Path theirs = Files.createDirectories(directory.resolve("theirs"));
    Path own = Files.createDirectories(directory.resolve("own"));
    try (Contender baseline = Contender.plain(theirs, durable);
        Contender ours = keepstore(own, durable)) {
      Load load =
          new Load(Load.Kind.PUT, FULL, FULL_PUTS * FULL_CLIENTS, FULL_CLIENTS, Effort.seconds());
      duel.fight(how, load, 0.9, List.of(baseline), ours, List.of(theirs, own));
    }
    Path others = Files.createDirectories(directory.resolve("bare"));
    try (Contender byHand = Contender.files(theirs, durable, false);
        Contender bare = Contender.files(others, durable, true);
        Contender ours = keepstore(own, durable)) {
      // Not emptied: ext4 passes over inodes that were freed minutes ago, one by one.
      Load load = new Load(Load.Kind.PUT, SMALL, 0, SMALL_CLIENTS, Effort.secondsOfSmallPuts());
      duel.fight(how, load, 0.8, List.of(byHand, bare), ours, List.of());
      embedded.run(Files.createDirectories(directory.resolve("embedded")), load, durable);
    }
  }

  private static Contender keepstore(Path root, boolean durable) throws Exception {
    return Contender.keepstore(root, durable, MEMORY, "-max-memory", BUFFERS);
  }
}
