// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * Hands a caller's buffer to the HTTP client slice by slice, as it is sent, and no more once it is
 * closed; nothing is copied.
 */
@ThreadSafe
final class UploadBody implements AutoCloseable {
  /** Small beside a block, so that little is on its way when a call is broken off. */
  private static final int SLICE = 256 << 10;

  private final ByteBuffer data;
  private final LongSupplier nanoTime;
  private volatile long progressed;
  private volatile boolean closed;

  UploadBody(ByteBuffer data, LongSupplier nanoTime) {
    this.data = data.asReadOnlyBuffer().slice();
    this.nanoTime = nanoTime;
    progressed = nanoTime.getAsLong();
  }

  /** Returns the options of a Put Blob of these bytes, whose MD5 the service checks. */
  BlockBlobSimpleUploadOptions options(BlockHash hash) {
    return new BlockBlobSimpleUploadOptions(
            Flux.generate(() -> 0, this::nextSlice), data.remaining())
        .setContentMd5(hash.toBytes());
  }

  private int nextSlice(int from, SynchronousSink<ByteBuffer> to) {
    progressed = nanoTime.getAsLong();
    int length = Math.min(SLICE, data.remaining() - from);
    if (closed) {
      to.error(new CancellationException("the call has ended"));
    } else if (length == 0) {
      to.complete();
    } else {
      to.next(data.slice(from, length));
    }
    return from + length;
  }

  /** Returns when a slice was last asked for. */
  long progressed() {
    return progressed;
  }

  /** Gives out nothing any more. */
  @Override
  public void close() {
    closed = true;
  }
}
