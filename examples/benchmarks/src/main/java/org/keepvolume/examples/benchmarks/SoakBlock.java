// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.keepvolume.BlockSink;

/**
 * A block whose bytes follow from its number, so that it need not be held in memory to be written
 * or to be recognised.
 *
 * @param number tells blocks apart
 * @param size a multiple of 8
 */
record SoakBlock(long number, int size) {
  /** What comes with one read, as from a network. */
  private static final int PIECE = 64 << 10;

  private static final long ODD = 0x9E3779B97F4A7C15L;

  /** Returns the block as a channel. */
  ReadableByteChannel source() {
    return new Source(this);
  }

  /** Returns a sink that fails if it gets anything but this block, whole. */
  Recognition recognition() {
    return new Recognition(this);
  }

  /** Mixes bits, so that two places hardly ever have the same eight bytes. */
  private long word(int position) {
    long mixed = (number * 0x2545F4914F6CDD1DL + position) * ODD;
    mixed = (mixed ^ mixed >>> 32) * ODD;
    return mixed ^ mixed >>> 29;
  }

  private static final class Source implements ReadableByteChannel {
    private final SoakBlock block;
    private int position;

    Source(SoakBlock block) {
      this.block = block;
    }

    @Override
    public int read(ByteBuffer dst) {
      int length = Math.min(PIECE, Math.min(dst.remaining(), block.size - position));
      for (int i = 0; i < length; i += Long.BYTES) {
        dst.putLong(block.word(position + i));
      }
      position += length;
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Looks at every byte: a buffer lent twice would show here, after the store has verified. */
  static final class Recognition implements BlockSink {
    private final SoakBlock block;
    private int received;

    private Recognition(SoakBlock block) {
      this.block = block;
    }

    @Override
    public void begin(int size) {
      checkState(size == block.size, "%s began with %s bytes", block, size);
    }

    @Override
    public void write(ByteBuffer src, int position) {
      checkState(position == received, "%s goes on at %s after %s", block, position, received);
      int start = src.position();
      for (int i = 0; i < src.limit() - start; i += Long.BYTES) {
        checkState(
            src.getLong(start + i) == block.word(position + i),
            "%s has other bytes at %s",
            block,
            position + i);
      }
      received += src.remaining();
    }

    void requireWhole() {
      checkState(received == block.size, "%s ended after %s bytes", block, received);
    }
  }
}
