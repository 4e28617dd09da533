// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Runs two programs by turns and prints how their speeds compare.
 *
 * <p>What disturbs a shared machine lasts longer than one measurement, so the two of a pair suffer
 * alike and their quotient tells more than their times. Which of a pair comes first is drawn by
 * lot.
 */
final class PairedBenchmark {
  /** Compilers need time beside their programs, on a busy machine most of all. */
  private static final Duration WARM_UP = Duration.ofSeconds(6);

  private static final int WARM_UP_PAIRS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final int pairs;
  private final Random random;
  private final PrintStream out;

  PairedBenchmark(int pairs, long seed, PrintStream out) {
    this.pairs = pairs;
    this.random = new Random(seed);
    this.out = out;
    out.println(
        "Medians per operation; ratio is our throughput by the baseline's, 1.00 is equally fast;"
            + " extra is how much longer ours takes; cpu is the ratio from CPU times: of the"
            + " process where other threads work, too, else of the calling thread.");
    out.printf(
        "%-46s %12s %12s %6s %10s %12s %5s %5s  %s%n",
        "case", "baseline", "ours", "ratio", "quartiles", "extra", "cpu", "pairs", "target");
  }

  /** One of the two programs of a pair. */
  interface Program {
    /** Does what is measured. */
    void run() throws Exception;

    /** Makes a fresh start possible; not measured. */
    default void prepare() throws Exception {}

    /** Tells whose CPU time says something. */
    default Worker worker() {
      return Worker.THIS_THREAD;
    }
  }

  /** Who does the work of a program. */
  enum Worker {
    THIS_THREAD,
    THIS_PROCESS,
    ANOTHER_PROCESS;

    private long cpuNanos() {
      return switch (this) {
        case THIS_THREAD -> THREADS.getCurrentThreadCpuTime();
        case THIS_PROCESS -> PROCESS.getProcessCpuTime();
        case ANOTHER_PROCESS -> 0;
      };
    }
  }

  /**
   * Compares two programs that do the same number of operations, and prints a line.
   *
   * @param target what the library is meant to reach
   */
  void compare(String name, int operations, Target target, Program baseline, Program ours)
      throws Exception {
    double[] baselineTimes = new double[pairs];
    double[] ourTimes = new double[pairs];
    double[] ratios = new double[pairs];
    double[] extras = new double[pairs];
    double[] cpuRatios = new double[pairs];
    warmUp(baseline, ours);
    for (int i = 0; i < pairs; i++) {
      boolean oursFirst = random.nextBoolean();
      Time first = time(oursFirst ? ours : baseline);
      Time second = time(oursFirst ? baseline : ours);
      Time our = oursFirst ? first : second;
      Time their = oursFirst ? second : first;
      ourTimes[i] = our.micros() / operations;
      baselineTimes[i] = their.micros() / operations;
      ratios[i] = their.micros() / our.micros();
      extras[i] = (our.micros() - their.micros()) / operations;
      cpuRatios[i] = their.cpuMicros() / our.cpuMicros();
    }
    double ratio = quantile(ratios, 0.5);
    double extra = quantile(extras, 0.5);
    double cpuRatio = quantile(cpuRatios, 0.5);
    out.printf(
        Locale.ROOT,
        "%-46s %9.1f us %9.1f us %6.2f %10s %9.2f us %5s %5d  %s %s%n",
        name,
        quantile(baselineTimes, 0.5),
        quantile(ourTimes, 0.5),
        ratio,
        String.format(Locale.ROOT, "%.2f-%.2f", quantile(ratios, 0.25), quantile(ratios, 0.75)),
        extra,
        ours.worker() == baseline.worker() ? String.format(Locale.ROOT, "%.2f", cpuRatio) : "-",
        pairs,
        target,
        target.reached(ratio, extra, cpuRatio) ? "reached" : "MISSED");
  }

  private static void warmUp(Program baseline, Program ours) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < WARM_UP_PAIRS || System.nanoTime() - start < WARM_UP.toNanos(); i++) {
      Time unused = time(baseline);
      unused = time(ours);
    }
  }

  private static Time time(Program program) throws Exception {
    program.prepare();
    long cpuStart = program.worker().cpuNanos();
    long start = System.nanoTime();
    program.run();
    long end = System.nanoTime();
    return new Time((end - start) / 1e3, (program.worker().cpuNanos() - cpuStart) / 1e3);
  }

  /** How long a program took, and how long its worker was at work meanwhile. */
  private record Time(double micros, double cpuMicros) {}

  /** Returns the value below which the given part of the values lies, between two if need be. */
  private static double quantile(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
