// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * D1, D4 and D5: a block gets its name when its content is safe, and is never written under it.
 *
 * <p>A file whose sync has failed is lost: its pages may count as clean, so that another sync would
 * succeed over lost data.
 */
final class ContentRules {
  private final Timeline timeline;
  private final List<String> violations = new ArrayList<>();

  private ContentRules(Timeline timeline) {
    this.timeline = timeline;
  }

  static List<String> violations(Timeline timeline) {
    ContentRules rules = new ContentRules(timeline);
    for (SystemCall call : timeline.calls()) {
      if (call.publishes()) {
        rules.checkSynced(call);
      }
      rules.checkNotInPlace(call);
    }
    rules.checkFailedSyncs();
    return rules.violations;
  }

  private void checkSynced(SystemCall publish) {
    Path file = publish.paths().get(0);
    int written =
        timeline.lastEnd(
            publish.end() + 1,
            call -> call.isOn(file) && (call.changesContent() || call.creates()));
    if (written > publish.begin()) {
      violations.add("D1: " + file + " is written while it is published");
    } else if (!timeline.everSynced(file, written, publish.begin())) {
      violations.add(
          "D1: no sync of " + file + " between its last write and its " + publish.name());
    }
  }

  private void checkNotInPlace(SystemCall call) {
    if ((call.changesContent() || call.opensToChange())
        && call.paths().stream().anyMatch(KeepName::isBlock)) {
      violations.add("D5: in place under a block's name: " + call);
    }
  }

  private void checkFailedSyncs() {
    Map<Path, Integer> failed = new HashMap<>();
    for (SystemCall call : timeline.calls()) {
      if (call.paths().isEmpty()) {
        continue;
      }
      Path file = call.paths().get(0);
      Integer since = failed.get(file);
      if (call.creates() && call.succeeded()) {
        failed.remove(file);
      } else if (since != null && call.begin() > since && call.publishes()) {
        violations.add("D4: " + file + " is published after a failed sync");
      } else if (call.isSync() && KeepName.isTemporary(file)) {
        if (since != null && call.begin() > since) {
          violations.add("D4: " + file + " is synced again after a failed sync");
        }
        if (!call.succeeded()) {
          failed.put(file, call.end());
        }
      }
    }
  }
}
