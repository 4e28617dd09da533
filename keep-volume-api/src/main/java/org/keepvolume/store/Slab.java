// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkState;

import java.nio.ByteBuffer;
import java.util.BitSet;
import javax.annotation.concurrent.NotThreadSafe;

/**
 * One piece of direct memory, handed out in slices of a power of two by the buddy scheme.
 *
 * <p>A binary tree stands over the memory: the root is the whole of it, each node halves the one
 * above, and the slices are nodes. A slab whose memory is no power of two has the tree of the next
 * one, with what lies beyond its end never free.
 *
 * <p>At most one node can be <em>cleared</em>: nothing more is lent of it but through {@link
 * #takeFromCleared}, so that it is wholly free once what is lent of it has come back.
 */
@NotThreadSafe
final class Slab {
  /** The smallest slice is this many halvings of a whole slab. */
  static final int HEIGHT = 14;

  private static final int ROOT = 1;
  private static final int NONE = 0;

  private final ByteBuffer memory;
  private final int smallest;

  /** Of each node, 1 + the height of the largest free node at or below it; 0: there is none. */
  private final byte[] room = new byte[2 << HEIGHT];

  private final BitSet lent = new BitSet(2 << HEIGHT);
  private int lentBytes;

  private int cleared = NONE;

  /** What {@link #room} would have for the cleared node, which has 0 there to keep others out. */
  private byte clearedRoom;

  /**
   * Makes a slab of which nothing is lent.
   *
   * @param memory its memory; a multiple of the smallest slice, at most a whole slab
   * @param wholeBytes the size of a whole slab, a power of two
   */
  Slab(ByteBuffer memory, int wholeBytes) {
    this.memory = memory;
    smallest = wholeBytes >> HEIGHT;
    int leaves = memory.capacity() / smallest;
    for (int i = 0; i < leaves; i++) {
      room[(1 << HEIGHT) + i] = 1;
    }
    for (int node = (1 << HEIGHT) - 1; node >= ROOT; node--) {
      room[node] = roomOfChildren(node, heightOf(node));
    }
  }

  int capacity() {
    return memory.capacity();
  }

  int lentBytes() {
    return lentBytes;
  }

  int freeBytes() {
    return capacity() - lentBytes;
  }

  /** Tells whether {@link #take} would find a slice of this many bytes, a power of two. */
  boolean fits(int bytes) {
    return room[ROOT] > height(bytes);
  }

  /** Tells whether {@link #takeFromCleared} would find a slice of this many bytes. */
  boolean clearedFits(int bytes) {
    return clearedRoom > height(bytes);
  }

  /** Takes a slice that {@link #fits}, and returns its node. */
  int take(int bytes) {
    checkState(fits(bytes));
    return take(ROOT, height(bytes));
  }

  /** Takes a slice smaller than the cleared node, which {@link #clearedFits}, out of it. */
  int takeFromCleared(int bytes) {
    checkState(clearedFits(bytes) && height(bytes) < heightOf(cleared));
    return take(cleared, height(bytes));
  }

  private int take(int from, int height) {
    int node = from;
    for (int at = heightOf(from); at > height; at--) {
      int left = room[2 * node];
      int right = room[2 * node + 1];
      // The tighter of the two that have room, so that large nodes stay whole.
      node = left > height && (left <= right || right <= height) ? 2 * node : 2 * node + 1;
    }
    room[node] = 0;
    lent.set(node);
    lentBytes += bytesOf(node);
    settleAbove(node);
    return node;
  }

  /** Gives a slice back; where its buddy is free, the two become one again. */
  void giveBack(int node) {
    checkState(lent.get(node), "node %s is not lent", node);
    lent.clear(node);
    lentBytes -= bytesOf(node);
    set(node, (byte) (heightOf(node) + 1));
    settleAbove(node);
  }

  /** Returns the memory of a node from its start; its capacity is the size. */
  ByteBuffer slice(int node, int size) {
    return memory.slice(offsetOf(node), size);
  }

  /** Returns the node of this many bytes with least lent in it, or 0 if the slab has none. */
  int emptiest(int bytes) {
    int height = height(bytes);
    int best = NONE;
    int nodes = 1 << (HEIGHT - height);
    for (int node = nodes; node < 2 * nodes; node++) {
      boolean usable = offsetOf(node) + bytes <= capacity() && !isPartOfLent(node);
      if (usable && (best == NONE || lentIn(node) < lentIn(best))) {
        best = node;
      }
    }
    return best;
  }

  /** Returns how many bytes of a node are lent. */
  int lentIn(int node) {
    if (lent.get(node)) {
      return bytesOf(node);
    }
    if (heightOf(node) == 0 || room[node] > heightOf(node)) {
      return 0;
    }
    return lentIn(2 * node) + lentIn(2 * node + 1);
  }

  /** Begins to clear a node, one that {@link #emptiest} returned. */
  void clear(int node) {
    checkState(cleared == NONE);
    clearedRoom = room[node];
    room[node] = 0;
    settleAbove(node);
    cleared = node;
  }

  /** Ends the clearing: what is free of the node can be taken as before. */
  void stopClearing() {
    int node = cleared;
    cleared = NONE;
    room[node] = clearedRoom;
    clearedRoom = 0;
    settleAbove(node);
  }

  /** Tells whether nothing is lent any more of the node that is cleared. */
  boolean clearedIsFree() {
    return clearedRoom > heightOf(cleared);
  }

  private void settleAbove(int node) {
    if (node == cleared) {
      return;
    }
    int height = heightOf(node);
    for (int above = node >> 1; above >= ROOT; above >>= 1) {
      byte now = roomOfChildren(above, ++height);
      if (above == cleared) {
        clearedRoom = now;
        return;
      }
      if (room[above] == now) {
        return;
      }
      room[above] = now;
    }
  }

  private void set(int node, byte value) {
    if (node == cleared) {
      clearedRoom = value;
    } else {
      room[node] = value;
    }
  }

  private byte roomOfChildren(int node, int whole) {
    int left = room[2 * node];
    int right = room[2 * node + 1];
    return (byte) (left == whole && right == whole ? whole + 1 : Math.max(left, right));
  }

  private boolean isPartOfLent(int node) {
    for (int above = node >> 1; above >= ROOT; above >>= 1) {
      if (lent.get(above)) {
        return true;
      }
    }
    return false;
  }

  private int height(int bytes) {
    return Integer.numberOfTrailingZeros(bytes / smallest);
  }

  private static int heightOf(int node) {
    return HEIGHT - (31 - Integer.numberOfLeadingZeros(node));
  }

  private int bytesOf(int node) {
    return smallest << heightOf(node);
  }

  private int offsetOf(int node) {
    return (node - Integer.highestOneBit(node)) * bytesOf(node);
  }
}
