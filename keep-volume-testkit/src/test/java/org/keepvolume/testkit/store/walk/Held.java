// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;

/**
 * What one mount may hold of one block, and what it then answers.
 *
 * @param live the live copy; null for none
 * @param young whether the live copy is too young to be trashed
 * @param trash the copies in the trash, the one trashed last at the end
 */
record Held(@Nullable Content live, boolean young, List<Content> trash) {
  static final Held NOTHING = new Held(null, false, List.of());

  static final String UNAVAILABLE = "unavailable";
  static final String NOT_FOUND = "not found";

  /** Whether bytes are those of the block. */
  enum Content {
    GOOD,
    DAMAGED
  }

  /** What a mount answered, and what it holds afterwards. */
  record Answer(String text, Held after) {
    boolean failed() {
      return List.of(UNAVAILABLE, NOT_FOUND, "full").contains(text);
    }
  }

  Held put(Content content) {
    return new Held(content, true, trash);
  }

  Held grownOld() {
    return new Held(live, false, trash);
  }

  Held swept() {
    return new Held(live, young, List.of());
  }

  String read(StoreStep.Fault fault) {
    if (fault == StoreStep.Fault.UNAVAILABLE) {
      return UNAVAILABLE;
    } else if (live == null) {
      return NOT_FOUND;
    } else {
      return live == Content.GOOD && fault != StoreStep.Fault.DAMAGED_READ ? "block" : "corrupt";
    }
  }

  Answer touch(StoreStep.Fault fault) {
    return answer(fault, live == null, "touched", new Held(live, true, trash));
  }

  Answer trash(StoreStep.Fault fault) {
    if (live == null || young) {
      return answer(fault, live == null, "too_recent", this);
    }
    List<Content> more = new ArrayList<>(trash);
    more.add(live);
    return answer(fault, false, "trashed", new Held(null, false, List.copyOf(more)));
  }

  Answer untrash(StoreStep.Fault fault) {
    if (live != null || trash.isEmpty()) {
      return answer(fault, live == null, "already_live", this);
    }
    int last = trash.size() - 1;
    Held restored = new Held(trash.get(last), true, List.copyOf(trash.subList(0, last)));
    return answer(fault, false, "restored", restored);
  }

  /** Answers a store that wants the block to be here, by whatever means that takes. */
  Answer store(StoreStep.Fault fault) {
    boolean room = fault != StoreStep.Fault.FULL || live == Content.GOOD;
    return room
        ? answer(fault, false, "stored", new Held(Content.GOOD, true, trash))
        : new Answer("full", this);
  }

  private Answer answer(StoreStep.Fault fault, boolean missing, String text, Held after) {
    return switch (fault) {
      case UNAVAILABLE -> new Answer(UNAVAILABLE, this);
      case ANSWER_LOST -> missing ? new Answer(NOT_FOUND, this) : new Answer(UNAVAILABLE, after);
      default -> missing ? new Answer(NOT_FOUND, this) : new Answer(text, after);
    };
  }

  @Override
  public String toString() {
    String copy = live == null ? "none" : (young ? "young " : "old ") + live;
    return trash.isEmpty() ? copy : copy + ", trash " + trash;
  }
}
