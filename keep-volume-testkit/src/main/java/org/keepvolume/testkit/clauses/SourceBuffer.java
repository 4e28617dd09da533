// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.keepvolume.testkit.TestBlock;

/** A buffer to write a block from, and how it was before the write. */
final class SourceBuffer {
  private static final int BEFORE = 7;
  private static final int AFTER = 5;

  /** Kinds of buffers that callers have. */
  enum Kind {
    /** All of an array. */
    HEAP("a heap buffer", false, false, false),
    /** A part of an array. */
    HEAP_PART("a part of a heap buffer", false, false, false),
    /** A part of an array that begins at position 0, with an array offset. */
    HEAP_SLICE("a slice of a heap buffer", false, false, true),
    /** An array that cannot be got at. */
    READ_ONLY("a part of a read-only heap buffer", false, true, false),
    /** A part of such an array, from position 0. */
    READ_ONLY_SLICE("a slice of a read-only heap buffer", false, true, true),
    /** Memory without an array. */
    DIRECT("a direct buffer", true, false, false),
    /** A part of it. */
    DIRECT_PART("a part of a direct buffer", true, false, false),
    /** A part of it, from position 0. */
    DIRECT_SLICE("a slice of a direct buffer", true, false, true),
    /** Memory without an array, not to be changed. */
    READ_ONLY_DIRECT("a part of a read-only direct buffer", true, true, false);

    private final String text;
    private final boolean direct;
    private final boolean readOnly;
    private final boolean slice;

    Kind(String text, boolean direct, boolean readOnly, boolean slice) {
      this.text = text;
      this.direct = direct;
      this.readOnly = readOnly;
      this.slice = slice;
    }

    String text() {
      return text;
    }

    private boolean hasBytesAround() {
      return this != HEAP && this != DIRECT;
    }
  }

  private final Kind kind;
  private final ByteBuffer whole;
  private final ByteBuffer wholeBefore;
  private final ByteBuffer buffer;
  private final String stateBefore;

  private SourceBuffer(Kind kind, ByteBuffer whole, ByteBuffer buffer) {
    this.kind = kind;
    this.whole = whole;
    this.buffer = buffer;
    wholeBefore = ByteBuffer.allocate(whole.capacity()).put(whole.duplicate().clear()).flip();
    stateBefore = state();
  }

  static SourceBuffer of(Kind kind, TestBlock block) {
    int before = kind.hasBytesAround() ? BEFORE : 0;
    int capacity = before + block.size() + (kind.hasBytesAround() ? AFTER : 0);
    ByteBuffer whole =
        kind.direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
    byte[] around = new byte[capacity];
    Arrays.fill(around, (byte) 0x5a); // to be seen if it is stored
    whole.put(around).clear().put(before, block.bytes());
    ByteBuffer buffer = whole.duplicate().position(before).limit(before + block.size());
    if (kind.slice) {
      buffer = buffer.slice();
    }
    if (kind.readOnly) {
      buffer = buffer.asReadOnlyBuffer();
    }
    return new SourceBuffer(kind, whole, buffer.order(ByteOrder.LITTLE_ENDIAN));
  }

  Kind kind() {
    return kind;
  }

  ByteBuffer buffer() {
    return buffer;
  }

  /** Tells what is different now. */
  Optional<String> change() {
    if (!state().equals(stateBefore)) {
      return Optional.of("it has " + state() + " in place of " + stateBefore);
    }
    int difference = wholeBefore.mismatch(whole.duplicate().clear());
    return difference < 0
        ? Optional.empty()
        : Optional.of("the byte at offset " + difference + " of its memory is another");
  }

  private String state() {
    return "position " + buffer.position() + " and limit " + buffer.limit();
  }
}
