// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;
import org.keepvolume.posix.CrashVariant;

/** Breaks a script off at one point after another, and has what is left judged. */
final class CrashRun {
  /** The table of docs/posix.md. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "EIO", "VolumeFailureException",
          "EINTR", "VolumeFailureException",
          "ENOSPC", "VolumeFullException",
          "EDQUOT", "VolumeFullException",
          "EMFILE", "VolumeUnavailableException");

  private final CrashScript script;
  private final CrashVariant variant;
  private final Path scratch;
  private final AtomicInteger roots = new AtomicInteger();

  CrashRun(CrashScript script, CrashVariant variant, Path scratch) {
    this.script = script;
    this.variant = variant;
    this.scratch = scratch;
  }

  @Override
  public String toString() {
    return variant + " " + script;
  }

  CrashProcess start() throws IOException {
    return CrashProcess.start(script, variant, next());
  }

  private Path next() {
    return scratch.resolve(script + "-" + roots.incrementAndGet());
  }

  /** Returns the points of the script, by thread in their order. */
  List<CrashPoint> record() throws IOException {
    Path root = next();
    CrashWorld.make(script, root);
    try (CrashProcess process = start()) {
      process.open(root);
      AttachedStrace caller = process.attach(false, trace(root, "caller"), List.of());
      AttachedStrace helper = process.attach(true, trace(root, "helper"), List.of());
      CrashProcess.Answer answer = process.run();
      List<CrashPoint> points = new ArrayList<>(CrashPoint.of(caller.end(), false, root));
      points.addAll(CrashPoint.of(helper.end(), true, root));
      if (answer == null || !answer.isDone() || points.isEmpty()) {
        throw new AssertionError(script + ": " + answer + ", " + points);
      }
      return points;
    }
  }

  private static Path trace(Path root, String thread) {
    return root.resolveSibling(root.getFileName() + "." + thread);
  }

  /** Kills a process of its own at a point; returns what is wrong then. */
  List<String> kill(CrashPoint point) throws IOException {
    try (CrashProcess process = start()) {
      return breakOff(process, point, null);
    }
  }

  /** Lets a point fail; returns what is wrong then. The process can be used again. */
  List<String> fail(CrashProcess process, CrashPoint point, String error) throws IOException {
    return breakOff(process, point, error);
  }

  private List<String> breakOff(CrashProcess process, CrashPoint point, @Nullable String error)
      throws IOException {
    Path root = next();
    CrashWorld.make(script, root);
    process.open(root);
    String what = error == null ? "signal=SIGKILL" : "error=" + error;
    String injection = "inject=" + point.name() + ":" + what + ":when=" + point.nth();
    CrashProcess.Answer answer;
    List<SystemCall> calls;
    try (AttachedStrace strace =
        process.attach(point.helper(), trace(root, "injected"), List.of("-e", injection))) {
      answer = process.run();
      calls = strace.end();
    }
    CrashCheck check = new CrashCheck(script, root);
    requireHit(point, calls, error, answer, root);
    check.look(answer);
    List<String> violations = check.violations();
    if (answer != null) {
      checkFailure(process, point, calls, answer, error, root, violations);
    }
    check.recover();
    if (answer != null) {
      process.closeVolume();
    }
    if (violations.isEmpty()) {
      MoreFiles.deleteRecursively(root, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    String where = script + ", " + point + (error == null ? " kills: " : " " + error + ": ");
    String after = answer == null ? "" : " after " + answer;
    return violations.stream().map(found -> where + found + after).toList();
  }

  private void checkFailure(
      CrashProcess process,
      CrashPoint point,
      List<SystemCall> calls,
      CrashProcess.Answer answer,
      String error,
      Path root,
      List<String> violations)
      throws IOException {
    // What keeps the root from being looked at makes the volume unavailable, whatever it is.
    String expected =
        point.name().equals("statx") && point.where().isEmpty()
            ? "VolumeUnavailableException"
            : EXCEPTIONS.get(error);
    // Of a failed close the JDK tells no reason.
    boolean unknown =
        point.name().equals("close") && answer.type().equals("VolumeFailureException");
    if (!answer.isDone() && !unknown && !answer.type().equals(expected)) {
      violations.add("threw " + answer.type());
    }
    if (point.isSync() && !error.equals("EINTR")) {
      SystemCall failed = injected(calls).get(0);
      Path file = failed.paths().get(0);
      boolean again =
          calls.stream()
              .anyMatch(
                  call ->
                      call.begin() > failed.end()
                          && call.isOn(file)
                          && (call.isSync() || call.isRename()));
      if (again || answer.isDone()) {
        violations.add(again ? "synced or published after the failure" : "ignored a failed sync");
      }
    }
    CrashProcess.Answer other = process.writeNeighbour();
    if (other == null || !other.isDone()) {
      violations.add("then the process cannot write another block: " + other);
    }
    // A failed close closes nothing.
    if (!point.name().equals("close") && !process.descriptors(root).isEmpty()) {
      violations.add("left open: " + process.descriptors(root));
    }
  }

  private static List<SystemCall> injected(List<SystemCall> calls) {
    return calls.stream().filter(call -> call.result().contains("(INJECTED)")).toList();
  }

  /** The run must have come to the very call that was recorded. */
  private void requireHit(
      CrashPoint point,
      List<SystemCall> calls,
      @Nullable String error,
      @Nullable CrashProcess.Answer answer,
      Path root) {
    List<SystemCall> same =
        calls.stream().filter(call -> call.name().equals(point.name())).toList();
    boolean reached = same.size() >= point.nth();
    String where = reached ? CrashPoint.where(same.get(point.nth() - 1), root) : "nowhere";
    boolean injected = error == null ? answer == null : injected(calls).size() == 1;
    if (!where.equals(point.where()) || !injected) {
      throw new AssertionError(
          script + ", " + point + ": not hit, but " + where + "; " + answer + " after " + calls);
    }
  }
}
