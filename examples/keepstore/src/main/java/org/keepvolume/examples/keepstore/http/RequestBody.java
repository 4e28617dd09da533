// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;
import org.eclipse.jetty.http.HttpHeader;
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
  private final Patience patience;
  private final Reader reader;
  private final Semaphore arrived = new Semaphore(0);
  private final boolean announced;
  private @Nullable Content.Chunk chunk;
  private boolean begun;
  private boolean demanded;
  private boolean ended;
  private long taken;

  RequestBody(Request request, TransferLimits limits, Reader reader) {
    this.request = request;
    this.reader = reader;
    patience = new Patience(limits);
    announced =
        request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  /** Is told when the connection is read for the body, and no longer. */
  interface Reader {
    /**
     * Tells that the body is read from now on.
     *
     * @throws ClientGoneException if the client has left
     */
    void begins() throws ClientGoneException;

    /** Tells that the body was read to its end. */
    void ends();
  }

  /** Tells whether a client may send one, and has not said that it is empty. */
  boolean isAnnounced() {
    return announced;
  }

  /** Tells whether the client may still send some of it, or has, which nobody has read. */
  boolean isLeft() {
    return announced && !ended;
  }

  /** Tells whether the server waits for bytes, and nobody would take them. */
  boolean isDemanded() {
    return demanded;
  }

  /** Returns how many bytes were read. */
  long taken() {
    return taken;
  }

  /**
   * Reads what has come, waiting for the first byte of it.
   *
   * @throws SlowClientException if they did not come within the limits
   * @throws ClientGoneException if the client left
   * @throws InterruptedIOException if the thread was interrupted; the flag stays set
   */
  @Override
  public int read(ByteBuffer destination) throws IOException {
    if (!begun) {
      begun = true;
      reader.begins();
    }
    int before = destination.position();
    while (destination.hasRemaining() && !ended && destination.position() == before) {
      take(next(), destination);
    }
    int read = destination.position() - before;
    taken += read;
    patience.passed(read, 0);
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
      reader.ends();
    }
  }

  private Content.Chunk next() throws IOException {
    while (chunk == null) {
      chunk = request.read();
      if (chunk == null) {
        awaitBytes();
      } else if (Content.Chunk.isFailure(chunk)) {
        Throwable failure = chunk.getFailure();
        throw failure instanceof TimeoutException
            ? new SlowClientException(stalled(), failure)
            : new ClientGoneException("the body ended after " + taken + " bytes", failure);
      }
    }
    return chunk;
  }

  private String stalled() {
    return "the body came too slowly, after " + taken + " bytes";
  }

  private void awaitBytes() throws IOException {
    long began = System.nanoTime();
    demanded = true;
    request.demand(arrived::release);
    try {
      if (!arrived.tryAcquire(patience.leftNanos(), TimeUnit.NANOSECONDS)) {
        throw new SlowClientException(stalled(), null);
      }
      demanded = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the body came");
    } finally {
      patience.passed(0, System.nanoTime() - began);
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
