// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.keepvolume.store.BufferPool;
import org.keepvolume.testkit.store.walk.StoreStep.Call;
import org.opentest4j.AssertionFailedError;

/**
 * Takes steps on a store and compares each answer with the worlds that are possible for the block;
 * in the end the devices must hold one of these.
 */
final class StoreWalk {
  /** Makes the store that is to be walked on. */
  @FunctionalInterface
  interface Stores {
    WalkedStore make(BufferPool pool) throws IOException;
  }

  private final WalkedStore store;
  private final List<Set<World>> worlds = new ArrayList<>();

  private StoreWalk(WalkedStore store) {
    this.store = store;
    for (int block = 0; block < StoreStep.BLOCKS; block++) {
      worlds.add(Set.of(World.EMPTY));
    }
  }

  /**
   * Takes steps on a new store.
   *
   * @throws AssertionFailedError at the first answer that no possible world allows
   */
  static void run(Stores stores, BufferPool pool, List<StoreStep> steps) throws IOException {
    try (WalkedStore store = stores.make(pool)) {
      StoreWalk walk = new StoreWalk(store);
      for (StoreStep step : steps) {
        walk.take(step);
      }
      for (int block = 0; block < StoreStep.BLOCKS; block++) {
        World seen = store.look(block);
        if (!walk.worlds.get(block).contains(seen)) {
          throw new AssertionFailedError(
              "in the end the devices hold %s of block %d; possible were %s"
                  .formatted(seen, block, walk.worlds.get(block)));
        }
      }
    }
  }

  private void take(StoreStep step) throws IOException {
    if (step instanceof StoreStep.Advance) {
      store.advance();
      worlds.replaceAll(some -> each(some, world -> world.each(Held::grownOld)));
    } else if (step instanceof StoreStep.Put put) {
      store.put(put.mount(), put.block(), put.content());
      worlds.set(
          put.block(),
          each(
              worlds.get(put.block()),
              world ->
                  world.with(put.mount(), world.mounts().get(put.mount()).put(put.content()))));
    } else if (step instanceof Call call) {
      Map<Integer, String> answers = store.take(call);
      for (Map.Entry<Integer, String> answer : answers.entrySet()) {
        worlds.set(answer.getKey(), after(call, worlds.get(answer.getKey()), answer.getValue()));
      }
    }
  }

  private static Set<World> each(Set<World> worlds, UnaryOperator<World> change) {
    Set<World> changed = new LinkedHashSet<>();
    worlds.forEach(world -> changed.add(change.apply(world)));
    return changed;
  }

  private static Set<World> after(Call call, Set<World> before, String answer) {
    Set<World> after = new LinkedHashSet<>();
    Map<String, Integer> allowed = new HashMap<>();
    for (World world : before) {
      Map<String, Set<World>> answers = world.answers(call);
      answers.keySet().forEach(each -> allowed.merge(each, 1, Integer::sum));
      after.addAll(answers.getOrDefault(answer, Set.of()));
    }
    if (after.isEmpty()) {
      throw new AssertionFailedError(
          "%s: answered \"%s\"; allowed are %s, since the mounts hold one of %s"
              .formatted(call, answer, new TreeSet<>(allowed.keySet()), before));
    }
    return after;
  }
}
