// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.store.TestPools.LEAST;
import static org.keepvolume.store.TestPools.SLAB;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.SeededRandom;

/** One slab: what it lends, and that nothing of it is lost. */
class SlabTest {
  private record Lent(int node, int offset, int bytes) {}

  /** The slab as a row of smallest slices, lent or free: fits means an aligned row of free ones. */
  private static final class Model {
    private final BitSet taken = new BitSet();
    private final int capacity;

    Model(int capacity) {
      this.capacity = capacity;
    }

    boolean fits(int bytes) {
      for (int offset = 0; offset + bytes <= capacity; offset += bytes) {
        if (isFree(offset, bytes)) {
          return true;
        }
      }
      return false;
    }

    boolean isFree(int offset, int bytes) {
      int next = taken.nextSetBit(offset / LEAST);
      return next < 0 || next >= (offset + bytes) / LEAST;
    }

    void set(Lent lent, boolean value) {
      taken.set(lent.offset / LEAST, (lent.offset + lent.bytes) / LEAST, value);
    }
  }

  private final Random random = SeededRandom.create();

  @ParameterizedTest
  @ValueSource(ints = {SLAB, SLAB / 2 + SLAB / 8, SLAB - LEAST, LEAST})
  void lendsWhatARowOfFreeSlicesCouldLend(int capacity) {
    Slab slab = new Slab(numbered(capacity), SLAB);
    Model model = new Model(capacity);
    List<Lent> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int bytes = LEAST << random.nextInt(Slab.HEIGHT + 1);
      assertEquals(model.fits(bytes), slab.fits(bytes), bytes + " bytes");
      if (slab.fits(bytes)) {
        int node = slab.take(bytes);
        Lent lent = new Lent(node, slab.slice(node, LEAST).getInt(0), bytes);
        assertTrue(model.isFree(lent.offset, bytes), "lent twice");
        model.set(lent, true);
        all.add(lent);
      } else if (!all.isEmpty()) {
        giveBackOne(slab, model, all);
      }
      assertEquals(model.taken.cardinality() * LEAST, slab.lentBytes());
    }
    while (!all.isEmpty()) {
      giveBackOne(slab, model, all);
    }
    assertEquals(0, slab.lentBytes());
    assertEquals(Integer.highestOneBit(capacity), largestFit(slab));
  }

  private void giveBackOne(Slab slab, Model model, List<Lent> all) {
    Lent lent = all.remove(random.nextInt(all.size()));
    slab.giveBack(lent.node);
    model.set(lent, false);
  }

  @Test
  void clearsAPlaceWhileOthersAreTakenElsewhere() {
    Slab slab = new Slab(numbered(SLAB), SLAB);
    List<Integer> nodes = new ArrayList<>();
    while (slab.fits(LEAST * 4)) {
      nodes.add(slab.take(LEAST * 4));
    }
    int half = slab.emptiest(SLAB / 2);
    slab.clear(half);
    assertEquals(SLAB / 2, slab.lentIn(half));
    for (int node : nodes) {
      slab.giveBack(node);
      while (slab.fits(LEAST)) {
        slab.take(LEAST);
      }
      if (slab.clearedIsFree()) {
        break;
      }
      assertFalse(slab.fits(SLAB / 2));
    }
    assertTrue(slab.clearedIsFree());
    assertFalse(slab.fits(SLAB / 2), "the cleared place is not for all");
    slab.stopClearing();
    assertEquals(half, slab.take(SLAB / 2));
  }

  @Test
  void takesOutOfTheClearedPlaceOnlyWhenAskedTo() {
    Slab slab = new Slab(numbered(SLAB), SLAB);
    slab.clear(slab.emptiest(SLAB));
    assertTrue(slab.clearedIsFree());
    assertFalse(slab.fits(LEAST));
    assertTrue(slab.clearedFits(LEAST));
    int node = slab.takeFromCleared(LEAST);
    assertFalse(slab.clearedIsFree());
    assertFalse(slab.fits(LEAST));
    slab.giveBack(node);
    assertTrue(slab.clearedIsFree());
  }

  @Test
  void clearsTheEmptiestPlaceButNoPartOfALargerSlice() {
    Slab slab = new Slab(numbered(SLAB), SLAB);
    int large = slab.take(SLAB / 2);
    int quarter = slab.take(SLAB / 4);
    int least = slab.take(LEAST);
    int place = slab.emptiest(SLAB / 4);
    assertEquals(LEAST, slab.lentIn(place));
    slab.giveBack(quarter);
    slab.giveBack(least);
    slab.clear(slab.emptiest(SLAB / 2));
    slab.giveBack(large);
    slab.stopClearing();
    assertTrue(slab.fits(SLAB));
  }

  @Test
  void clearsAPlaceThatIsOneSlice() {
    Slab slab = new Slab(numbered(SLAB), SLAB);
    int whole = slab.take(SLAB);
    slab.clear(slab.emptiest(SLAB));
    assertFalse(slab.clearedIsFree());
    slab.giveBack(whole);
    assertTrue(slab.clearedIsFree());
    assertFalse(slab.fits(LEAST));
  }

  @Test
  void refusesASliceThatIsNotLent() {
    Slab slab = new Slab(numbered(SLAB), SLAB);
    int node = slab.take(LEAST);
    slab.giveBack(node);
    assertThrows(IllegalStateException.class, () -> slab.giveBack(node));
  }

  private static int largestFit(Slab slab) {
    int bytes = SLAB;
    while (!slab.fits(bytes)) {
      bytes >>= 1;
    }
    return bytes;
  }

  /** Returns memory in which each smallest slice holds its offset. */
  private static ByteBuffer numbered(int capacity) {
    ByteBuffer memory = ByteBuffer.allocate(capacity);
    for (int offset = 0; offset < capacity; offset += LEAST) {
      memory.putInt(offset, offset);
    }
    return memory;
  }
}
