// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/** Puts the same load on two services by turns, and prints how they compare. */
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
   * Makes a comparison and prints it.
   *
   * @param least the ratio that is to be reached
   * @param roots what is emptied before each round of puts
   */
  void fight(
      String name, Load load, double least, Contender baseline, Contender ours, List<Path> roots)
      throws IOException {
    List<Side> sides = List.of(new Side(baseline), new Side(ours));
    double[] ratios = new double[pairs];
    for (int i = -Effort.warmUpRounds(load); i < pairs; i++) {
      boolean oursFirst = random.nextBoolean();
      for (int k = 0; k < 2; k++) {
        round(sides.get(oursFirst == (k == 0) ? 1 : 0), load, i >= 0, roots);
      }
      if (i >= 0) {
        ratios[i] = sides.get(1).rates.get(i) / sides.get(0).rates.get(i);
      }
    }
    Arrays.sort(ratios);
    double ratio = ratios[pairs / 2];
    out.printf(
        Locale.ROOT,
        "%s%s: ratio %.2f (%.2f-%.2f), cpu %.2f, %d pairs, target %.2f %s%n",
        load,
        name,
        ratio,
        ratios[pairs / 4],
        ratios[pairs * 3 / 4],
        sides.get(0).cpuMillisPerRequest() / sides.get(1).cpuMillisPerRequest(),
        pairs,
        least,
        ratio >= least ? "reached" : "MISSED");
    sides.forEach(this::print);
    if (!load.isSmall()) {
      out.printf(
          Locale.ROOT,
          "    of which MD5: a block takes %.1f ms in a JVM that does nothing else%n",
          HashCost.millis(load.blockSize()));
    }
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
