// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Verify.verifyNotNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.Operation;
import org.keepvolume.VerifyingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/**
 * Takes one copy of a block after the other, until one is good: in place, or into a buffer of the
 * pool, borrowed once the block's size is known.
 *
 * <p>It never waits for a buffer inside a volume's call, which may hold a lock that the holder of
 * another buffer waits for. Where none is free it breaks the read off with {@link NoBufferYet}, for
 * its owner to {@link #awaitBuffer wait} and to read again.
 */
final class CopySink implements BlockSink, AutoCloseable {
  private final BlockHash hash;
  private final @Nullable StoreBuffers buffers;
  private @Nullable PooledBuffer lent;
  private @Nullable VerifyingSink sink;
  private int size;

  /** What this threw last; what else a read throws is its volume's. */
  private @Nullable IOException thrown;

  private CopySink(BlockHash hash, @Nullable StoreBuffers buffers, @Nullable VerifyingSink sink) {
    this.hash = hash;
    this.buffers = buffers;
    this.sink = sink;
  }

  /** Takes copies into a sink that may be filled again by the next one. */
  static CopySink inPlace(BlockHash hash, BlockSink destination) {
    return new CopySink(hash, null, BlockSinks.verifying(hash, destination));
  }

  /** Takes copies into a buffer of the pool. */
  static CopySink pooled(BlockHash hash, StoreBuffers buffers) {
    return new CopySink(hash, buffers, null);
  }

  /** Waits for a buffer with which a read that was broken off can be made again. */
  void awaitBuffer(NoBufferYet wanted) throws VolumeException {
    close();
    lent = verifyNotNull(buffers).take(wanted.size(), Operation.READ, hash);
  }

  @Override
  public void begin(int size) throws IOException {
    try {
      prepare(size);
    } catch (IOException e) {
      thrown = e;
      throw e;
    }
  }

  private void prepare(int size) throws IOException {
    if (size < 0 || size > Volume.MAX_BLOCK_SIZE) {
      throw broken("RD-8: it began a block of " + size + " bytes");
    }
    this.size = size;
    if (buffers != null) {
      if (lent == null || lent.buffer().capacity() < size) {
        close();
        lent = buffers.tryTake(size).orElseThrow(() -> new NoBufferYet(size));
      }
      sink = BlockSinks.verifying(hash, BlockSinks.into(lent.buffer().clear()));
    }
    verifyNotNull(sink).begin(size);
  }

  @Override
  public @Nullable ByteBuffer room(int position, int length) {
    return sink == null ? null : sink.room(position, length);
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    try {
      if (sink == null) {
        throw broken("RD-3: it wrote before it began");
      }
      sink.write(src, position);
    } catch (IOException e) {
      thrown = e;
      throw e;
    }
  }

  private VolumeFailureException broken(String clause) {
    return new VolumeFailureException(
        Operation.READ, hash, null, "the volume broke " + clause, null);
  }

  /** Tells whether an exception is what this threw last, the same instance. */
  boolean threw(IOException e) {
    return e == thrown;
  }

  /** Tells whether the last copy was good. */
  boolean verified() {
    return sink != null && sink.verified();
  }

  /** Returns how many bytes the last copy has; what a volume returns is not verified. */
  int size() {
    return size;
  }

  /** Returns the block, once a copy was good; of pooled ones only. */
  ByteBuffer block() {
    return verifyNotNull(lent).buffer().clear().limit(size);
  }

  /**
   * Gives the buffer back, if there is one: at the end, and before another mount is read, since a
   * lock of that mount may be what another reader waits for.
   */
  @Override
  public void close() {
    if (lent != null) {
      lent.close();
      lent = null;
      sink = null; // it would fill memory that is another's by now
    }
  }
}
