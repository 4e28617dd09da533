// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks on a trace that whatever was acknowledged would have survived a power cut.
 *
 * <p>Only the order counts, not who synced. An operation is acknowledged by its thread with a call
 * on {@code ack-write-<hash>} or {@code ack-touch-<hash>} in the root.
 */
final class DurabilityRules {
  private static final Pattern ACK = Pattern.compile("ack-(write|touch)-([0-9a-f]{32})");

  private final Path root;
  private final List<SystemCall> calls;
  private final List<String> violations = new ArrayList<>();

  private DurabilityRules(Path root, List<SystemCall> calls) {
    this.root = root;
    this.calls = calls;
  }

  /** Returns what is wrong, in words; nothing if all is well. */
  static List<String> violations(Path root, List<SystemCall> calls) {
    DurabilityRules rules = new DurabilityRules(root, calls);
    rules.checkRenames();
    rules.checkNoWriteInPlace();
    rules.checkAcknowledgements();
    return rules.violations;
  }

  static long acknowledgements(List<SystemCall> calls, String kind) {
    return calls.stream().filter(call -> ack(call).startsWith(kind)).count();
  }

  private static String ack(SystemCall call) {
    for (Path path : call.paths()) {
      Matcher ack = ACK.matcher(path.getFileName().toString());
      if (ack.matches()) {
        return ack.group(1) + " " + ack.group(2);
      }
    }
    return "";
  }

  private void checkRenames() {
    for (SystemCall rename : calls) {
      if (!rename.isRename() || !rename.succeeded()) {
        continue;
      }
      Path temporary = rename.paths().get(0);
      int written =
          calls.stream()
              .filter(call -> call.isWrite() && call.isOn(temporary))
              .mapToInt(SystemCall::end)
              .max()
              .orElse(-1);
      if (written > rename.begin()) {
        violations.add(temporary + " is written after its rename");
      }
      require(
          synced(temporary, written, rename.begin()),
          "no sync between the last write of " + temporary + " and its rename");
      require(
          calls.stream()
              .noneMatch(
                  call ->
                      call.isSync()
                          && call.isOn(temporary)
                          && !call.succeeded()
                          && call.begin() < rename.begin()),
          temporary + " is renamed after a failed sync");
    }
  }

  private void checkNoWriteInPlace() {
    for (SystemCall call : calls) {
      boolean changes =
          call.isWrite()
              || call.name().contains("truncate")
              || (call.name().equals("openat")
                  && call.arguments().matches(".*O_(WRONLY|RDWR|TRUNC).*"));
      if (changes
          && call.paths().stream()
              .anyMatch(path -> path.getFileName().toString().matches("[0-9a-f]{32}"))) {
        violations.add("in place under a block's name: " + call);
      }
    }
  }

  private void checkAcknowledgements() {
    Map<Integer, Integer> operationBegins = new HashMap<>();
    Set<Path> acknowledgedIn = new HashSet<>();
    for (SystemCall call : calls) {
      String ack = ack(call);
      if (ack.isEmpty()) {
        continue;
      }
      String hash = ack.substring(ack.length() - 32);
      Path block = root.resolve(hash.substring(0, 3)).resolve(hash);
      int from = operationBegins.getOrDefault(call.thread(), -1);
      String changed = ack.startsWith("write") ? "rename" : "utimensat";
      int change =
          lastEnd(
              done ->
                  done.thread() == call.thread()
                      && done.name().startsWith(changed)
                      && done.succeeded()
                      && done.isOn(block)
                      && done.begin() > from
                      && done.end() < call.begin());
      if (change < 0) {
        violations.add(ack + " is acknowledged without " + changed);
      } else {
        Path toSync = changed.equals("rename") ? block.getParent() : block;
        require(synced(toSync, change, call.begin()), ack + ": no sync of " + toSync);
        require(
            calls.stream()
                .noneMatch(
                    failed ->
                        failed.isSync()
                            && failed.isOn(toSync)
                            && failed.thread() == call.thread()
                            && !failed.succeeded()
                            && failed.begin() > change
                            && failed.end() < call.begin()),
            ack + ": acknowledged after a failed sync of " + toSync);
      }
      if (acknowledgedIn.add(block.getParent())) {
        int made =
            lastEnd(
                mkdir ->
                    mkdir.name().startsWith("mkdir")
                        && mkdir.succeeded()
                        && mkdir.isOn(block.getParent())
                        && mkdir.end() < call.begin());
        require(
            synced(root, made, call.begin()),
            ack + ": no sync of the root for " + block.getParent());
      }
      operationBegins.put(call.thread(), call.end());
    }
  }

  private int lastEnd(Predicate<SystemCall> which) {
    return calls.stream().filter(which).mapToInt(SystemCall::end).max().orElse(-1);
  }

  private boolean synced(Path path, int after, int before) {
    return calls.stream()
        .anyMatch(
            call ->
                call.isSync()
                    && call.succeeded()
                    && call.paths().equals(List.of(path))
                    && call.begin() > after
                    && call.end() < before);
  }

  private void require(boolean kept, String violation) {
    if (!kept) {
      violations.add(violation);
    }
  }
}
