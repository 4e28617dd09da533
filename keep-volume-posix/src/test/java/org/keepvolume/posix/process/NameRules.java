// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.posix.process.Timeline.Synced;

/**
 * D2, D3, D6 and D7: what is acknowledged has its name, and so has its directory, for good.
 *
 * <p>The sync of another operation will do: only the order counts.
 */
final class NameRules {
  private final Timeline timeline;
  private final Acknowledgement ack;
  private final List<String> violations = new ArrayList<>();

  private NameRules(Timeline timeline, Acknowledgement ack) {
    this.timeline = timeline;
    this.ack = ack;
  }

  static List<String> ofWrite(Timeline timeline, Acknowledgement ack) {
    NameRules rules = new NameRules(timeline, ack);
    rules.checkName(
        timeline.between(
            ack.begin(), ack.line(), call -> call.publishes() && call.isOn(ack.block())));
    rules.checkDirectory();
    return rules.violations;
  }

  static List<String> ofUntrash(Timeline timeline, Acknowledgement ack) {
    NameRules rules = new NameRules(timeline, ack);
    rules.checkName(
        timeline.between(
            ack.begin(), ack.line(), call -> call.restores() && call.isOn(ack.block())));
    return rules.violations;
  }

  private void checkName(List<SystemCall> changes) {
    if (changes.isEmpty()) {
      violations.add("D6: " + ack + " before anything got the block's name");
      return;
    }
    Path directory = ack.block().getParent();
    Synced synced = timeline.best(changes, directory, ack.line());
    check(synced, "D2: " + ack + " without a sync of " + directory + " after the name", directory);
  }

  private void checkDirectory() {
    Path directory = ack.block().getParent();
    int made =
        timeline.lastEnd(
            ack.line(), call -> call.name().startsWith("mkdir") && call.isOn(directory));
    String missing = "D3: " + ack + " without a sync of the root for the name of " + directory;
    if (made >= 0) {
      check(timeline.synced(timeline.root(), made, ack.line()), missing, timeline.root());
    } else if (!timeline.everSynced(timeline.root(), -1, ack.line())) {
      violations.add(missing + ", which was there at the start");
    }
  }

  private void check(Synced synced, String missing, Path directory) {
    if (synced == Synced.NOT) {
      violations.add(missing);
    } else if (synced == Synced.FAILED) {
      violations.add("D7: " + ack + " after a failed sync of " + directory);
    }
  }
}
