// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/** Puts the same load on services by turns, and prints how ours compares with each other one. */
final class Duel {
  private final PrintStream out;
  private final int pairs;
  private final Random random;
  private long number;

  /** What one side has done in all rounds. */
  private static final class Side {
    private final Contender contender;
    private final Histogram times = LoadClient.newHistogram();
    private final List<Double> rates = new ArrayList<>();
    private double cpuMillis;

    Side(Contender contender) {
      this.contender = contender;
    }

    double cpuMillisPerRequest() {
      return cpuMillis / times.getTotalCount();
    }
  }

  Duel(PrintStream out, int pairs, long seed) {
    this.out = out;
    this.pairs = pairs;
    random = new Random(seed);
    out.println(
        "Medians; ratio is keepstore's rate by the baseline's of the same pair, cpu the baseline's"
            + " CPU time for a request by keepstore's.");
  }

  /**
   * Makes a comparison with each of some baselines, and prints them.
   *
   * @param least the ratio that is to be reached
   * @param roots what is emptied before each round of puts
   */
  void fight(
      String name,
      Load load,
      double least,
      List<Contender> baselines,
      Contender ours,
      List<Path> roots)
      throws IOException {
    Side own = new Side(ours);
    List<Side> others = baselines.stream().map(Side::new).toList();
    List<Side> turns = new ArrayList<>(others);
    turns.add(own);
    for (int i = -Effort.warmUpRounds(load); i < pairs; i++) {
      Collections.shuffle(turns, random);
      for (Side side : turns) {
        round(side, load, i >= 0, roots);
      }
    }
    for (Side baseline : others) {
      compare(load + name, least, baseline, own);
    }
    others.forEach(this::print);
    print(own);
    if (!load.isSmall()) {
      out.printf(
          Locale.ROOT,
          "    of which MD5: a block takes %.1f ms in a JVM that does nothing else%n",
          HashCost.millis(load.blockSize()));
    }
  }

  private void compare(String name, double least, Side baseline, Side own) {
    double[] ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = own.rates.get(i) / baseline.rates.get(i);
    }
    Arrays.sort(ratios);
    double ratio = ratios[pairs / 2];
    out.printf(
        Locale.ROOT,
        "%s, against %s: ratio %.2f (%.2f-%.2f), cpu %.2f, %d pairs, target %.2f %s%n",
        name,
        baseline.contender.name(),
        ratio,
        ratios[pairs / 4],
        ratios[pairs * 3 / 4],
        baseline.cpuMillisPerRequest() / own.cpuMillisPerRequest(),
        pairs,
        least,
        ratio >= least ? "reached" : "MISSED");
  }

  private void print(Side side) {
    double[] rates = side.rates.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    LongFunction<String> millis = nanos -> String.format(Locale.ROOT, "%.2f", nanos / 1e6);
    out.printf(
        Locale.ROOT,
        "    %-30s %10.1f/s  p50 %s ms, p99 %s ms, p99.9 %s ms, CPU %.3f ms each%n",
        side.contender.name(),
        rates[rates.length / 2],
        millis.apply(side.times.getValueAtPercentile(50)),
        millis.apply(side.times.getValueAtPercentile(99)),
        millis.apply(side.times.getValueAtPercentile(99.9)),
        side.cpuMillisPerRequest());
  }

  private void round(Side side, Load load, boolean counts, List<Path> roots) throws IOException {
    for (Path root : roots) {
      Blocks.empty(root);
    }
    double before = side.contender.process().cpu().toNanos() / 1e6;
    long first = load.kind() == Load.Kind.GET ? 0 : number;
    LoadResult result = LoadProcesses.run(side.contender.port(), load, first);
    number += 1L << 32;
    if (counts) {
      side.rates.add(result.requestsPerSecond());
      side.times.add(result.times());
      side.cpuMillis += side.contender.process().cpu().toNanos() / 1e6 - before;
    }
  }
}
