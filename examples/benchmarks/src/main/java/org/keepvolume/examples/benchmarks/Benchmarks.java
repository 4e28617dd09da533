// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.annotation.Nullable;
import org.keepvolume.examples.benchmarks.load.KeepstoreIndex;
import org.keepvolume.examples.benchmarks.load.KeepstoreSpeed;

/** The command: runs one benchmark by name; docs/benchmarks.md says what each compares. */
public final class Benchmarks {
  private static final int DEFAULT_PAIRS = 15;
  private static final int DEFAULT_SECONDS = 120;

  private static final Map<String, Benchmark> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              entry("azure-allocation", new AzureAllocations()),
              entry("azure-index", new AzureListing()),
              entry("azure-index-heap", new AzureListingHeap()),
              entry("azure-read", AzureTransfers.reads()),
              entry("azure-write", AzureTransfers.writes()),
              entry("keepstore-get", KeepstoreSpeed.gets()),
              entry("keepstore-index", new KeepstoreIndex()),
              entry("keepstore-put", KeepstoreSpeed.puts()),
              entry("volume-write", new VolumeWrites()),
              entry("volume-read", new VolumeReads()),
              entry("volume-touch", new VolumeTouches()),
              entry("store-read", new StoreReads()),
              entry("store-write", new StoreWrites()),
              entry("store-overhead", new StoreOverhead()),
              entry("store-soak", new StoreSoak()),
              entry("index", new IndexListing())));

  private Benchmarks() {}

  /** What is run by its name. */
  public interface Benchmark {
    /** Runs it, with files below an existing directory. */
    void run(Settings settings, Path directory) throws Exception;
  }

  /** A benchmark that compares the library with a baseline, in one case or several. */
  interface Comparisons extends Benchmark {
    /** Makes all comparisons. */
    void compare(PairedBenchmark pairs, Path directory) throws Exception;

    @Override
    default void run(Settings settings, Path directory) throws Exception {
      compare(new PairedBenchmark(settings.pairs(), settings.seed(), settings.out()), directory);
    }
  }

  /**
   * What the system properties of the same names say.
   *
   * @param pairs how often a comparison is made
   * @param seed repeats what is drawn by lot
   * @param seconds how long a soak takes
   * @param out where results go
   */
  public record Settings(int pairs, long seed, int seconds, PrintStream out) {}

  /**
   * Runs one benchmark.
   *
   * @param args the benchmark's name, then, if wanted, a directory, which is made if it is missing
   *     and kept; by default a new one under {@code target}, deleted at the end
   * @throws Exception if a measured program fails, which ends the run
   */
  public static void main(String[] args) throws Exception {
    Benchmark benchmark = args.length == 0 ? null : BY_NAME.get(args[0]);
    if (benchmark == null || args.length > 2) {
      System.err.println(
          "usage: benchmarks " + String.join("|", BY_NAME.keySet()) + " [DIRECTORY]");
      System.exit(2);
    } else {
      run(benchmark, args.length == 2 ? args[1] : null);
    }
  }

  private static void run(Benchmark benchmark, @Nullable String given) throws Exception {
    Path parent = Files.createDirectories(Path.of(given != null ? given : "target"));
    Path directory = given != null ? parent : Files.createTempDirectory(parent, "benchmark-");
    long seed = Long.getLong("seed", new SecureRandom().nextLong());
    Settings settings =
        new Settings(
            Integer.getInteger("pairs", DEFAULT_PAIRS),
            seed,
            Integer.getInteger("seconds", DEFAULT_SECONDS),
            System.out);
    describe(directory, seed);
    try {
      benchmark.run(settings, directory.toRealPath());
    } finally {
      if (given == null) {
        deleteTree(directory);
      }
    }
  }

  private static void describe(Path directory, long seed) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "JVM %s %s, max heap %d MiB, %d processors, load %.2f, %s on %s, -Dseed=%d%n",
        System.getProperty("java.vendor"),
        Runtime.version(),
        runtime.maxMemory() >> 20,
        runtime.availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        directory,
        Files.getFileStore(directory).type(),
        seed);
  }

  private static void deleteTree(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
