// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import javax.annotation.concurrent.NotThreadSafe;

/**
 * The slabs of a pool, and the rules by which small and large requests share them.
 *
 * <ul>
 *   <li>An eighth of the bytes is kept for small requests: large ones together have the rest. One
 *       large request alone may have everything, or a pool of one slab could not lend it.
 *   <li>A slice comes from the fullest slab that has room, so that others stay whole.
 *   <li>A large request that waits only because small ones are in its way has a place cleared for
 *       it, of which nothing more is lent until it is served. What is kept for small ones lies
 *       elsewhere.
 * </ul>
 *
 * <p>All sizes but {@link #roundUp}'s are of slices: powers of two. Guarded by the pool's lock.
 */
@NotThreadSafe
final class Slabs {
  private static final int SMALL_SHIFT = 6;
  private static final int KEPT_PART = 8;

  private final int slabBytes;
  private final List<Slab> slabs = new ArrayList<>();
  private @Nullable Slab clearing;
  private long maxBytes;
  private long reservedBytes;
  private long lentSmall;
  private long lentLarge;
  private int lentSlices;

  /**
   * Starts with no slab.
   *
   * @param maxBytes the bound; what it has beyond a multiple of the smallest slice stays unused
   * @param slabBytes the size of every slab but the last, a power of two
   */
  Slabs(long maxBytes, int slabBytes) {
    this.slabBytes = slabBytes;
    this.maxBytes = maxBytes - maxBytes % (slabBytes >> Slab.HEIGHT);
  }

  /** A piece of a slab that is lent. */
  record Slice(Slab slab, int node, int bytes) {}

  int roundUp(int size) {
    int smallest = slabBytes >> Slab.HEIGHT;
    return size <= smallest ? smallest : Integer.highestOneBit(size - 1) << 1;
  }

  boolean isSmall(int bytes) {
    return bytes <= slabBytes >> SMALL_SHIFT;
  }

  long maxBytes() {
    return maxBytes;
  }

  long reservedBytes() {
    return reservedBytes;
  }

  long lentBytes() {
    return lentSmall + lentLarge;
  }

  int lentSlices() {
    return lentSlices;
  }

  /**
   * Takes a slice, for a large request only if it is the first of its kind.
   *
   * @param yields whether an older large request waits: what is cleared for it is not taken
   * @return null if there is none for this request now
   */
  @CheckReturnValue
  @Nullable
  Slice take(int bytes, boolean yields) {
    if (isSmall(bytes)) {
      return takeSmall(bytes, yields);
    }
    if (!admitsLarge(bytes)) {
      return null;
    }
    if (clearing != null && clearing.clearedIsFree()) {
      stopClearing();
    }
    Slab slab = fullest(bytes);
    if (slab == null) {
      return null;
    }
    stopClearing();
    return lent(slab, slab.take(bytes), bytes);
  }

  private @Nullable Slice takeSmall(int bytes, boolean yields) {
    Slab slab = fullest(bytes);
    if (slab != null) {
      return lent(slab, slab.take(bytes), bytes);
    }
    if (!yields && clearing != null && clearing.clearedFits(bytes)) {
      return lent(clearing, clearing.takeFromCleared(bytes), bytes);
    }
    return null;
  }

  private @Nullable Slab fullest(int bytes) {
    Slab best = null;
    for (int i = 0; i < slabs.size(); i++) {
      Slab slab = slabs.get(i);
      if (slab.fits(bytes) && (best == null || slab.freeBytes() < best.freeBytes())) {
        best = slab;
      }
    }
    return best;
  }

  private boolean admitsLarge(int bytes) {
    return lentLarge == 0 || lentLarge + bytes <= maxBytes - maxBytes / KEPT_PART;
  }

  private Slice lent(Slab slab, int node, int bytes) {
    count(bytes, 1);
    return new Slice(slab, node, bytes);
  }

  void giveBack(Slice slice) {
    slice.slab.giveBack(slice.node);
    count(slice.bytes, -1);
  }

  private void count(int bytes, int slices) {
    lentSlices += slices;
    if (isSmall(bytes)) {
      lentSmall += (long) slices * bytes;
    } else {
      lentLarge += (long) slices * bytes;
    }
  }

  /** Tells whether the next slab would serve a request that {@link #take} had nothing for. */
  boolean growsFor(int bytes) {
    return bytes <= nextCapacity() && (isSmall(bytes) || admitsLarge(bytes));
  }

  /** Returns the size of the slab to reserve next; 0: none. */
  int nextCapacity() {
    return (int) Math.min(slabBytes, maxBytes - reservedBytes);
  }

  /** Adds a slab; null lowers the bound to what is reserved. */
  void add(@Nullable ByteBuffer memory) {
    if (memory == null) {
      maxBytes = reservedBytes;
    } else {
      slabs.add(new Slab(memory, slabBytes));
      reservedBytes += memory.capacity();
    }
  }

  /** Clears a place for the first large request, unless other large ones are in its way. */
  void clearFor(int bytes) {
    if (clearing != null || !admitsLarge(bytes)) {
      return;
    }
    int least = Integer.MAX_VALUE;
    int place = 0;
    for (Slab slab : slabs) {
      int node = slab.emptiest(bytes);
      if (node != 0 && slab.lentIn(node) < least) {
        least = slab.lentIn(node);
        place = node;
        clearing = slab;
      }
    }
    if (clearing != null) {
      clearing.clear(place);
    }
  }

  /** Opens the cleared place, if there is one, to all. */
  void stopClearing() {
    if (clearing != null) {
      clearing.stopClearing();
      clearing = null;
    }
  }

  /** Lets go of every slab of which nothing is lent. */
  void letGo() {
    slabs.removeIf(slab -> slab.lentBytes() == 0);
    reservedBytes = slabs.stream().mapToLong(Slab::capacity).sum();
  }
}
