// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks on a trace that whatever was acknowledged would have survived a power cut.
 *
 * <p>Each violation begins with its rule:
 *
 * <ul>
 *   <li>D1: a successful sync of a block's file, begun after its last write, before it gets the
 *       block's name;
 *   <li>D2: a sync of the directory after that, or after an untrash's link, before the
 *       acknowledgement;
 *   <li>D3: a sync of the root after a prefix directory was made, or of one that was there at the
 *       start once since, before a write in it is acknowledged;
 *   <li>D4: after a failed sync of a file neither another one nor the block's name;
 *   <li>D5: nothing is written under a block's name;
 *   <li>D6: no acknowledgement before the change;
 *   <li>D7: none after a failed sync of a directory;
 *   <li>touch, untrash: a sync of the block after its time was set, before the acknowledgement.
 * </ul>
 *
 * <p>Trash and sweep need no sync: a power cut that forgets them leaves a live block. Only the
 * order counts, not which thread or operation synced.
 */
final class DurabilityRules {
  private DurabilityRules() {}

  /** Returns what is wrong, in words; nothing if all is well. */
  static List<String> violations(Path root, List<SystemCall> calls) {
    return Stream.of(ofWrites(root, calls), ofTouchAndUntrash(root, calls))
        .flatMap(List::stream)
        .toList();
  }

  /** Checks what writes promise (WR-10). */
  static List<String> ofWrites(Path root, List<SystemCall> calls) {
    Timeline timeline = new Timeline(root, calls);
    List<String> violations = new ArrayList<>(ContentRules.violations(timeline));
    for (Acknowledgement ack : Acknowledgement.in(timeline)) {
      if (ack.kind().equals("write")) {
        violations.addAll(NameRules.ofWrite(timeline, ack));
      }
    }
    return violations;
  }

  /** Checks what touch and untrash promise (TM-5). */
  static List<String> ofTouchAndUntrash(Path root, List<SystemCall> calls) {
    Timeline timeline = new Timeline(root, calls);
    List<String> violations = new ArrayList<>(TimeRules.violations(timeline));
    for (Acknowledgement ack : Acknowledgement.in(timeline)) {
      if (ack.kind().equals("touch")) {
        violations.addAll(TimeRules.ofTouch(timeline, ack));
      } else if (ack.kind().equals("untrash")) {
        violations.addAll(TimeRules.ofUntrash(timeline, ack));
        violations.addAll(NameRules.ofUntrash(timeline, ack));
      }
    }
    return violations;
  }

  static long acknowledgements(Path root, List<SystemCall> calls, String kind) {
    return Acknowledgement.in(new Timeline(root, calls)).stream()
        .filter(ack -> ack.kind().equals(kind))
        .count();
  }
}
