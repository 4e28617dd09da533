// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.Volume;

/** The baseline: what a program with one volume and no store would do to get a store's promises. */
final class DirectCaller {
  private static final int SLICE = 1 << 20;

  private final Volume volume;
  private final ByteBuffer buffer;

  DirectCaller(Volume volume, int size) {
    this.volume = volume;
    buffer = ByteBuffer.allocateDirect(size);
  }

  /** Writes a block that the caller knows to be new. */
  void writeNew(ByteBuffer data) throws IOException {
    volume.write(BlockHash.of(data), data);
  }

  /** Makes sure that a block is stored that the caller knows to be there: compares and touches. */
  void writePresent(ByteBuffer data) throws IOException {
    BlockHash hash = BlockHash.of(data);
    volume.read(hash, new ComparingSink(data));
    volume.touch(hash);
  }

  /** Reads a block into its own buffer, and passes it on when it is verified. */
  void readVerifiedFirst(BlockHash hash, BlockSink sink) throws IOException {
    int size = volume.read(hash, BlockSinks.verifying(hash, BlockSinks.into(buffer.clear())));
    sink.begin(size);
    for (int position = 0; position < size; position += SLICE) {
      sink.write(buffer.slice(position, Math.min(SLICE, size - position)), position);
    }
  }

  private record ComparingSink(ByteBuffer expected) implements BlockSink {
    @Override
    public void begin(int size) {
      checkState(size == expected.remaining(), "the size differs");
    }

    @Override
    public void write(ByteBuffer src, int position) {
      checkState(expected.slice(position, src.remaining()).equals(src), "the content differs");
    }
  }
}
