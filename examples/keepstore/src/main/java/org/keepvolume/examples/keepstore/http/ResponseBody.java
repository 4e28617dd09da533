// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nullable;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The body of an answer, written by the request's thread, which returns when the bytes are out.
 *
 * <p>A write ends only when the server has let go of the buffer: it may be used again then, and not
 * before, whatever happens.
 */
public final class ResponseBody {
  /** Small enough to see soon that a client takes nothing, large enough to cost nothing. */
  private static final int PIECE = 1 << 20;

  private final Request request;
  private final Response response;
  private final Patience patience;
  private final @Nullable Semaphore stalls;
  private long written;
  private boolean complete;

  /**
   * Makes a body of which nothing is written.
   *
   * @param stalls has as many permits as clients may be waited for; null: each may
   */
  ResponseBody(
      Request request, Response response, TransferLimits limits, @Nullable Semaphore stalls) {
    this.request = request;
    this.response = response;
    this.stalls = stalls;
    patience = new Patience(limits);
  }

  /** Returns how many bytes were written. */
  long written() {
    return written;
  }

  /** Tells whether the end was written. */
  boolean complete() {
    return complete;
  }

  /**
   * Writes a part.
   *
   * @param bytes the part, consumed on success
   * @param last whether it is the last one
   * @throws SlowClientException if the client takes bytes too slowly; the connection is closed
   * @throws ClientGoneException if the client left
   */
  public void write(ByteBuffer bytes, boolean last) throws IOException {
    do {
      int length = Math.min(bytes.remaining(), PIECE);
      ByteBuffer piece = bytes.slice(bytes.position(), length);
      boolean lastPiece = last && length == bytes.remaining();
      Callback.Completable out = new Callback.Completable();
      response.write(lastPiece, piece, out);
      await(out, length);
      bytes.position(bytes.position() + length);
      written += length;
      complete = lastPiece;
    } while (bytes.hasRemaining());
  }

  private void await(Callback.Completable out, int length) throws IOException {
    if (out.isDone() && !out.isCompletedExceptionally()) {
      patience.passed(length, 0);
    } else if (stalls == null) {
      await(out, length, patience.leftNanos(length));
    } else if (stalls.tryAcquire()) {
      try {
        await(out, length, patience.leftNanos(length));
      } finally {
        stalls.release();
      }
    } else {
      await(out, length, 0);
    }
  }

  /**
   * Waits for the end of a write, and in the face of an interrupt, too, since the buffer is lent.
   */
  private void await(Callback.Completable out, int length, long most) throws IOException {
    boolean interrupted = false;
    boolean cut = false;
    long began = System.nanoTime();
    try {
      while (true) {
        try {
          if (cut) {
            out.get();
          } else {
            out.get(Math.max(most - (System.nanoTime() - began), 0), TimeUnit.NANOSECONDS);
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          cut = true;
          EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
          endPoint.close(new TimeoutException("the client takes bytes too slowly"));
        } catch (ExecutionException e) {
          throw cut || e.getCause() instanceof TimeoutException
              ? new SlowClientException(
                  "the client took bytes too slowly, after " + written, e.getCause())
              : new ClientGoneException(
                  "the client left after " + written + " bytes", e.getCause());
        }
      }
    } finally {
      patience.passed(length, System.nanoTime() - began);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
