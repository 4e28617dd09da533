// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nullable;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * The body of a request as a channel, which waits for a client no longer than the limits say.
 *
 * <p>For one thread, that of the request. The first read asks a client that waits for it to go on
 * ({@code 100 Continue}).
 */
public final class RequestBody implements ReadableByteChannel {
  private final Request request;
  private final TransferLimits limits;
  private final Runnable atEnd;
  private final Semaphore arrived = new Semaphore(0);
  private @Nullable Content.Chunk chunk;
  private boolean ended;
  private long taken;
  private long waited;

  RequestBody(Request request, TransferLimits limits, Runnable atEnd) {
    this.request = request;
    this.limits = limits;
    this.atEnd = atEnd;
  }

  /** Returns how many bytes were read. */
  long taken() {
    return taken;
  }

  /**
   * Reads what has come, waiting for the first byte of it.
   *
   * @throws ClientGoneException if the client left, or was too slow
   * @throws InterruptedIOException if the thread was interrupted; the flag stays set
   */
  @Override
  public int read(ByteBuffer destination) throws IOException {
    int before = destination.position();
    while (destination.hasRemaining() && !ended && destination.position() == before) {
      take(next(), destination);
    }
    int read = destination.position() - before;
    taken += read;
    if (!ended && taken == request.getLength()) {
      awaitEnd();
    }
    return read == 0 && ended ? -1 : read;
  }

  /** Sees the end that follows the last byte, which no client has to send. */
  private void awaitEnd() throws IOException {
    while (!ended) {
      take(next(), ByteBuffer.allocate(0));
    }
  }

  private void take(Content.Chunk current, ByteBuffer destination) {
    ByteBuffer bytes = current.getByteBuffer();
    int length = Math.min(bytes.remaining(), destination.remaining());
    destination.put(bytes.slice(bytes.position(), length));
    bytes.position(bytes.position() + length);
    if (bytes.hasRemaining()) {
      return;
    }
    ended = current.isLast();
    current.release();
    chunk = null;
    if (ended) {
      atEnd.run();
    }
  }

  private Content.Chunk next() throws IOException {
    while (chunk == null) {
      chunk = request.read();
      if (chunk == null) {
        awaitBytes();
      } else if (Content.Chunk.isFailure(chunk)) {
        Throwable failure = chunk.getFailure();
        throw new ClientGoneException("the body ended after " + taken + " bytes", failure);
      }
    }
    return chunk;
  }

  private void awaitBytes() throws IOException {
    request.demand(arrived::release);
    long left = limits.nanosFor(taken) - waited;
    long began = System.nanoTime();
    try {
      if (!arrived.tryAcquire(Math.max(left, 0), TimeUnit.NANOSECONDS)) {
        throw new ClientGoneException(
            "the body came too slowly: " + taken + " bytes, fewer than limits allow", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the body came");
    } finally {
      waited += System.nanoTime() - began;
    }
  }

  /** Lets go of what was not read. */
  @Override
  public void close() {
    if (chunk != null && !Content.Chunk.isFailure(chunk)) {
      chunk.release();
    }
    chunk = null;
    ended = true;
  }

  @Override
  public boolean isOpen() {
    return !ended;
  }
}
