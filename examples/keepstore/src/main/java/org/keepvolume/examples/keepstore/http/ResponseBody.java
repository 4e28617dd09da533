// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private final Request request;
  private final Response response;
  private final TransferLimits limits;
  private long written;
  private long waited;
  private boolean complete;

  ResponseBody(Request request, Response response, TransferLimits limits) {
    this.request = request;
    this.response = response;
    this.limits = limits;
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
   * @throws ClientGoneException if the client left, or takes bytes too slowly
   */
  public void write(ByteBuffer bytes, boolean last) throws IOException {
    int length = bytes.remaining();
    Callback.Completable out = new Callback.Completable();
    response.write(last, bytes, out);
    await(out, length);
    written += length;
    complete = last;
  }

  /**
   * Waits for the end of a write, and in the face of an interrupt, too, since the buffer is lent.
   */
  private void await(Callback.Completable out, int length) throws IOException {
    boolean interrupted = false;
    boolean cut = false;
    long began = System.nanoTime();
    try {
      while (true) {
        try {
          if (cut) {
            out.get();
          } else {
            long left = began + limits.nanosFor(written + length) - waited - System.nanoTime();
            out.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          cut = true;
          EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
          endPoint.close(new TimeoutException("the client takes bytes too slowly"));
        } catch (ExecutionException e) {
          throw new ClientGoneException(
              "the client left after " + written + " bytes", e.getCause());
        }
      }
    } finally {
      waited += System.nanoTime() - began;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
