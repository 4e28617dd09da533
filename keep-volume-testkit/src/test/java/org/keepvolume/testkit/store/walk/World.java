// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.keepvolume.testkit.store.walk.StoreStep.Call;
import org.keepvolume.testkit.store.walk.StoreStep.Fault;

/**
 * What all mounts may hold of one block, and what a correct store may then answer.
 *
 * <p>It does not know in which order a store asks its mounts: where that makes a difference there
 * are several answers, or several worlds after one answer.
 *
 * @param mounts what each mount holds; the last one is read-only
 */
record World(List<Held> mounts) {
  static final World EMPTY = new World(Collections.nCopies(StoreStep.MOUNTS.size(), Held.NOTHING));

  private static final int WRITABLE = StoreStep.MOUNTS.size() - 1;
  private static final String READ_ONLY = "read-only";

  /** Failures, of which the first one here tells most. */
  private static final List<String> FAILURES =
      List.of(Held.UNAVAILABLE, "corrupt", "full", READ_ONLY, Held.NOT_FOUND);

  World with(int mount, Held held) {
    List<Held> changed = new ArrayList<>(mounts);
    changed.set(mount, held);
    return new World(List.copyOf(changed));
  }

  World each(UnaryOperator<Held> change) {
    return new World(mounts.stream().map(change).toList());
  }

  /** Returns the answers that a store may give, and the worlds in which each may leave it. */
  Map<String, Set<World>> answers(Call call) {
    return switch (call.kind()) {
      case READ, READ_INTO_SINK -> Map.of(read(call), Set.of(this));
      case STAT -> stat(call);
      case WRITE -> write(call, 1);
      case WRITE_TWO_REPLICAS -> write(call, 2);
      case TOUCH -> change(call, Held::touch);
      case TRASH -> change(call, Held::trash);
      case UNTRASH -> change(call, Held::untrash);
      case INDEX -> Map.of(index(call), Set.of(this));
      case EMPTY_TRASH -> emptyTrash(call);
    };
  }

  private String read(Call call) {
    List<String> answers = new ArrayList<>();
    for (int mount = 0; mount < mounts.size(); mount++) {
      answers.add(mounts.get(mount).read(call.fault(mount)));
    }
    return answers.contains("block") ? "block" : worst(answers);
  }

  private Map<String, Set<World>> stat(Call call) {
    Map<String, Set<World>> sizes = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    for (int mount = 0; mount < mounts.size(); mount++) {
      Held held = mounts.get(mount);
      if (call.fault(mount) == Fault.UNAVAILABLE) {
        failures.add(Held.UNAVAILABLE);
      } else if (held.live() == null) {
        failures.add(Held.NOT_FOUND);
      } else {
        sizes.put("size of " + held.live(), Set.of(this));
      }
    }
    return sizes.isEmpty() ? Map.of(worst(failures), Set.of(this)) : sizes;
  }

  /** A store may turn to any of the mounts that take writes, but not to more than it must. */
  private Map<String, Set<World>> write(Call call, int wanted) {
    Map<String, Set<World>> answers = new LinkedHashMap<>();
    for (int asked = 0; asked < 1 << WRITABLE; asked++) {
      World after = this;
      int stored = 0;
      boolean onNew = false;
      boolean allPresentAsked = true;
      List<String> failures = new ArrayList<>();
      for (int mount = 0; mount < WRITABLE; mount++) {
        Held held = mounts.get(mount);
        boolean silent = call.fault(mount) == Fault.UNAVAILABLE;
        if ((asked & (1 << mount)) == 0) {
          allPresentAsked &= held.live() == null || silent;
          continue;
        }
        onNew |= held.live() == null && !silent;
        Held.Answer answer = held.store(call.fault(mount));
        after = after.with(mount, answer.after());
        if (answer.failed()) {
          failures.add(answer.text());
        } else {
          stored++;
        }
      }
      boolean allAsked = asked == (1 << WRITABLE) - 1;
      boolean inOrder = !onNew || allPresentAsked; // copies that are there come first (ST-3)
      if (inOrder && (stored == wanted || (stored < wanted && allAsked))) {
        String text = stored == 0 ? worst(failures) : stored + " of " + wanted;
        answers.computeIfAbsent(text, any -> new LinkedHashSet<>()).add(after);
      }
    }
    return answers;
  }

  private Map<String, Set<World>> change(Call call, BiFunction<Held, Fault, Held.Answer> change) {
    World after = this;
    List<String> answers = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (int mount = 0; mount < WRITABLE; mount++) {
      Held.Answer answer = change.apply(mounts.get(mount), call.fault(mount));
      after = after.with(mount, answer.after());
      answers.add(StoreStep.MOUNTS.get(mount) + " " + answer.text());
      if (answer.failed()) {
        failures.add(answer.text());
      }
    }
    if (failures.size() < WRITABLE) {
      return Map.of(String.join(", ", answers), Set.of(after));
    }
    boolean silent = call.fault(WRITABLE) == Fault.UNAVAILABLE;
    boolean there = mounts.get(WRITABLE).live() != null;
    failures.add(silent ? Held.UNAVAILABLE : there ? READ_ONLY : Held.NOT_FOUND);
    return Map.of(worst(failures), Set.of(after));
  }

  private String index(Call call) {
    return call.faults().contains(Fault.UNAVAILABLE)
        ? Held.UNAVAILABLE
        : "listed " + mounts.stream().filter(held -> held.live() != null).count();
  }

  private Map<String, Set<World>> emptyTrash(Call call) {
    World after = each(Held::grownOld);
    List<String> answers = new ArrayList<>();
    for (int mount = 0; mount < WRITABLE; mount++) {
      Fault fault = call.fault(mount);
      boolean failed = fault == Fault.UNAVAILABLE || fault == Fault.ANSWER_LOST;
      answers.add(StoreStep.MOUNTS.get(mount) + (failed ? " unavailable" : " swept"));
      if (fault != Fault.UNAVAILABLE) {
        after = after.with(mount, after.mounts().get(mount).swept());
      }
    }
    return Map.of(String.join(", ", answers), Set.of(after));
  }

  private static String worst(List<String> failures) {
    return FAILURES.stream().filter(failures::contains).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return mounts.toString();
  }
}
