// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixMutant;
import org.keepvolume.posix.process.MarkedTraffic.Style;
import org.keepvolume.testkit.Evidence;

/** What a volume in a traced process would have left if power had been cut at any moment. */
public final class PowerLoss {
  private static final String RUN =
      "writes, touches, trashes and untrashes of four threads under strace, where every fifth sync"
          + " of a thread fails";

  /** The first sync of all is one of the root. */
  private static final String[] FAILURES = {
    "-e", "inject=fdatasync:error=EIO:when=2+5", "-e", "inject=fsync:error=EIO:when=1+5"
  };

  /** Far below what a run has of each. */
  private static final int ENOUGH = 10;

  private PowerLoss() {}

  /**
   * Looks what becomes of writes (WR-10).
   *
   * @param directory an existing one, on the file system to be looked at
   * @param mutant the volume; empty: the one as it is
   */
  public static Evidence ofWrites(Path directory, Optional<PosixMutant> mutant) throws Exception {
    TracedTraffic traffic = traffic(directory, mutant);
    List<SystemCall> calls = traffic.run(Style.APART, FAILURES);
    List<String> violations = new ArrayList<>(DurabilityRules.ofWrites(traffic.root(), calls));
    requireEnough(violations, traffic.root(), calls, "write");
    Predicate<Path> isRoot = traffic.root()::equals;
    requireFailures(violations, calls, "a file", KeepName::isTemporary);
    requireFailures(violations, calls, "the root", isRoot);
    requireFailures(violations, calls, "a directory", path -> isRoot.test(path.getParent()));
    return evidence(traffic.root(), violations);
  }

  /** Likewise, of touches and untrashes (TM-5). */
  public static Evidence ofTouchAndUntrash(Path directory, Optional<PosixMutant> mutant)
      throws Exception {
    TracedTraffic traffic = traffic(directory, mutant);
    List<SystemCall> calls = traffic.run(Style.APART, FAILURES);
    List<String> violations =
        new ArrayList<>(DurabilityRules.ofTouchAndUntrash(traffic.root(), calls));
    requireEnough(violations, traffic.root(), calls, "touch");
    requireEnough(violations, traffic.root(), calls, "untrash");
    return evidence(traffic.root(), violations);
  }

  /** Shows the first violation of each rule: one bug breaks it in each operation. */
  private static Evidence evidence(Path root, List<String> violations) {
    Map<String, List<String>> byRule = new LinkedHashMap<>();
    for (String violation : violations) {
      String rule = violation.substring(0, violation.indexOf(':') + 1);
      byRule.computeIfAbsent(rule, key -> new ArrayList<>()).add(violation);
    }
    return new Evidence(
        RUN,
        byRule.values().stream()
            .map(all -> all.get(0).replace(root.toString(), "<root>") + more(all.size() - 1))
            .toList());
  }

  private static String more(int number) {
    return number == 0 ? "" : " (and " + number + " more)";
  }

  private static TracedTraffic traffic(Path directory, Optional<PosixMutant> mutant)
      throws IOException {
    Path scratch = Files.createTempDirectory(directory, "power-loss");
    return new TracedTraffic(scratch, Durability.FULL, mutant);
  }

  /** Nothing acknowledged would break no promise, and show none. */
  private static void requireEnough(
      List<String> violations, Path root, List<SystemCall> calls, String kind) {
    long seen = DurabilityRules.acknowledgements(root, calls, kind);
    if (seen < ENOUGH) {
      violations.add("only " + seen + " acks of " + kind);
    }
  }

  private static void requireFailures(
      List<String> violations, List<SystemCall> calls, String what, Predicate<Path> which) {
    if (calls.stream()
        .noneMatch(call -> call.isSync() && !call.succeeded() && which.test(call.paths().get(0)))) {
      violations.add("no sync of " + what + " failed");
    }
  }
}
