// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keepvolume.posix.process.Timeline.Synced;

/** The rules of touch and untrash: whoever is told that a block is young can rely on it. */
final class TimeRules {
  private TimeRules() {}

  static List<String> ofTouch(Timeline timeline, Acknowledgement ack) {
    return check(timeline, ack, stamp -> stamp.isOn(ack.block()));
  }

  /** The time may be set under the copy's name or the block's. */
  static List<String> ofUntrash(Timeline timeline, Acknowledgement ack) {
    String copies = ack.block() + ".trash.";
    return check(
        timeline,
        ack,
        stamp ->
            stamp.isOn(ack.block())
                || stamp.paths().stream().anyMatch(path -> path.toString().startsWith(copies)));
  }

  private static List<String> check(
      Timeline timeline, Acknowledgement ack, Predicate<SystemCall> onTheFile) {
    List<SystemCall> stamps =
        timeline.between(
            ack.begin(),
            ack.line(),
            call -> call.name().startsWith("utimens") && onTheFile.test(call));
    if (stamps.isEmpty()) {
      return List.of("D6: " + ack + " before the block's time was set");
    }
    Synced synced = timeline.best(stamps, ack.block(), ack.line());
    return switch (synced) {
      case NOT ->
          isTrashedAgain(timeline, ack, stamps.get(0))
              ? List.of()
              : List.of(ack.kind() + ": " + ack + " without a sync of the block's time");
      case FAILED -> List.of(ack.kind() + ": " + ack + " after a failed sync of the block's time");
      case DONE -> List.of();
    };
  }

  /** What is trashed since has no time to be relied on. */
  private static boolean isTrashedAgain(Timeline timeline, Acknowledgement ack, SystemCall stamp) {
    return !timeline
        .between(
            stamp.end(),
            ack.line(),
            call -> call.isRename() && call.paths().get(0).equals(ack.block()))
        .isEmpty();
  }

  /** A second sync proves something only if the time was set anew, or the file is another. */
  static List<String> violations(Timeline timeline) {
    return timeline.calls().stream()
        .filter(call -> call.isSync() && !call.succeeded())
        .filter(call -> KeepName.isBlock(call.paths().get(0)))
        .flatMap(failed -> syncedAgain(timeline, failed))
        .toList();
  }

  private static Stream<String> syncedAgain(Timeline timeline, SystemCall failed) {
    return timeline.calls().stream()
        .filter(call -> call.begin() > failed.end() && call.isOn(failed.paths().get(0)))
        .filter(
            call ->
                call.isSync()
                    || (call.succeeded()
                        && (call.name().startsWith("utimens")
                            || call.publishes()
                            || call.restores())))
        .findFirst()
        .filter(SystemCall::isSync)
        .map(again -> "D4: " + failed.paths().get(0) + " is synced again after a failed sync")
        .stream();
  }
}
