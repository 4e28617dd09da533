// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.store.BufferPool;
import org.keepvolume.testkit.store.walk.Held.Content;
import org.keepvolume.testkit.store.walk.StoreStep.Call;
import org.keepvolume.testkit.store.walk.StoreStep.Kind;
import org.opentest4j.AssertionFailedError;

/** Walks find stores that answer wrongly, and show it with few steps. */
class StoreWalkMutantsTest {
  private static final int SEQUENCES = 100;

  /** A mistake that a store could make. */
  enum Mistake {
    UNAVAILABLE_IS_MISSING {
      @Override
      Map<Integer, String> take(WalkedStore store, Call call) throws IOException {
        return changed(
            store.take(call), answer -> answer.equals("unavailable") ? "not found" : answer);
      }
    },
    DAMAGE_IS_DELIVERED {
      @Override
      Map<Integer, String> take(WalkedStore store, Call call) throws IOException {
        return changed(
            store.take(call), answer -> answer.equals("corrupt") ? "other bytes" : answer);
      }
    },
    NOTHING_IS_RESTORED {
      @Override
      Map<Integer, String> take(WalkedStore store, Call call) throws IOException {
        Map<Integer, String> answers = store.take(call);
        return call.kind() == Kind.UNTRASH
            ? changed(
                answers, answer -> answer.equals("not found") ? "A restored, B not found" : answer)
            : answers;
      }
    },
    TOUCH_DOES_NOTHING {
      @Override
      Map<Integer, String> take(WalkedStore store, Call call) throws IOException {
        List<Held> mounts = store.look(call.block()).mounts();
        return call.equals(Call.of(Kind.TOUCH, call.block())) && mounts.get(0).live() != null
            ? Map.of(
                call.block(),
                "A touched, B " + (mounts.get(1).live() == null ? "not found" : "touched"))
            : store.take(call);
      }
    },
    DAMAGE_IS_NOT_MENDED {
      @Override
      Map<Integer, String> take(WalkedStore store, Call call) throws IOException {
        List<Held> before = store.look(call.block()).mounts();
        Map<Integer, String> answers = store.take(call);
        List<Held> after = store.look(call.block()).mounts();
        for (int mount = 0; mount < before.size(); mount++) {
          if (before.get(mount).live() == Content.DAMAGED
              && after.get(mount).live() == Content.GOOD) {
            store.put(mount, call.block(), Content.DAMAGED);
          }
        }
        return answers;
      }
    };

    abstract Map<Integer, String> take(WalkedStore store, Call call) throws IOException;

    private static Map<Integer, String> changed(
        Map<Integer, String> answers, UnaryOperator<String> change) {
      Map<Integer, String> changed = new TreeMap<>(answers);
      changed.replaceAll((block, answer) -> change.apply(answer));
      return changed;
    }
  }

  /** A store with a mistake in front of it. */
  private static final class Mistaken extends WalkedStore {
    private final Mistake mistake;
    private boolean inside;

    Mistaken(BufferPool pool, Mistake mistake) throws VolumeException {
      super(pool);
      this.mistake = mistake;
    }

    @Override
    Map<Integer, String> take(Call call) throws IOException {
      if (inside) {
        return super.take(call);
      }
      inside = true;
      try {
        return mistake.take(this, call);
      } finally {
        inside = false;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void mistakeIsFoundAndMadeSmall(Mistake mistake) {
    try (BufferPool pool = BufferPool.detectingLeaks(Volume.MAX_BLOCK_SIZE, Duration.ZERO)) {
      StoreWalks walks = new StoreWalks(each -> new Mistaken(each, mistake), pool);
      String told =
          assertThrows(AssertionFailedError.class, () -> walks.run(1, SEQUENCES)).getMessage();
      assertTrue(told.matches("(?s).* of seed 1, of 40 steps, made small to [1-5]:\n.*"), told);
    }
  }
}
