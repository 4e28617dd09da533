// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a trace says of the order of system calls, whichever thread made them.
 *
 * @param calls the calls by the time they ended
 */
record Timeline(Path root, List<SystemCall> calls) {
  /**
   * What became of a change: its first sync counts, since one after a failed one proves nothing.
   */
  enum Synced {
    NOT,
    FAILED,
    DONE
  }

  /**
   * Looks for the first sync of a path to end that began after one line and ended before another.
   */
  Synced synced(Path path, int after, int before) {
    return calls.stream()
        .filter(call -> call.isSyncOf(path) && call.begin() > after && call.end() < before)
        .findFirst()
        .map(call -> call.succeeded() ? Synced.DONE : Synced.FAILED)
        .orElse(Synced.NOT);
  }

  /** Tells whether there is a successful sync, whatever came before it. */
  boolean everSynced(Path path, int after, int before) {
    return calls.stream()
        .anyMatch(
            call ->
                call.isSyncOf(path)
                    && call.succeeded()
                    && call.begin() > after
                    && call.end() < before);
  }

  /** Returns the best that became of several changes, any one of which is enough. */
  Synced best(List<SystemCall> changes, Path toSync, int before) {
    return changes.stream()
        .map(change -> synced(toSync, change.end(), before))
        .max(Synced::compareTo)
        .orElse(Synced.NOT);
  }

  /** Returns successful calls that lie wholly between two lines. */
  List<SystemCall> between(int after, int before, Predicate<SystemCall> which) {
    return calls.stream()
        .filter(call -> call.succeeded() && call.begin() > after && call.end() < before)
        .filter(which)
        .toList();
  }

  /** Returns the line at which the last such call ended before another line; -1: there is none. */
  int lastEnd(int before, Predicate<SystemCall> which) {
    return between(-1, before, which).stream().mapToInt(SystemCall::end).max().orElse(-1);
  }
}
