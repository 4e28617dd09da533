// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets an endpoint answer each request, and tells of its end whatever becomes of it. */
final class RequestHandler extends Handler.Abstract {
  /** How many clients without a place may take their answers slowly. */
  static final int MOST_STALLED = 8;

  private final Function<HttpCall, Endpoint> routes;
  private final RequestListener listener;
  private final TransferLimits limits;
  private final LongCalls longCalls;
  private final Semaphore stalls = new Semaphore(MOST_STALLED);

  RequestHandler(
      Function<HttpCall, Endpoint> routes,
      RequestListener listener,
      TransferLimits limits,
      LongCalls longCalls) {
    this.routes = routes;
    this.listener = listener;
    this.limits = limits;
    this.longCalls = longCalls;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    return serve(request, response, callback, routes, null);
  }

  /**
   * Answers a request that has no place, of which there may be any number. Its client is not waited
   * for where others are already, and cut off instead: it asks more, and takes no answers.
   */
  boolean handleWithoutPlace(Request request, Response response, Callback callback) {
    return serve(request, response, callback, routes, stalls);
  }

  /** Answers a request that has no place as an endpoint does that its path does not matter to. */
  boolean answer(Request request, Response response, Callback callback, Endpoint endpoint) {
    return serve(request, response, callback, call -> endpoint, stalls);
  }

  private boolean serve(
      Request request,
      Response response,
      Callback callback,
      Function<HttpCall, Endpoint> finder,
      @Nullable Semaphore slow) {
    RequestId id = RequestId.of(request.getHeaders().get(RequestId.HEADER));
    HttpCall call = new HttpCall(request, response, id, limits, longCalls, slow);
    listener.started(id);
    Throwable failure = failureOf(call.set(RequestId.HEADER, id.text()), finder);
    boolean clientLeft = call.stopWatch();
    boolean answered = call.isComplete();
    boolean nobody = !answered && (clientLeft || failure instanceof ClientGoneException);
    call.body().close();
    request.setAttribute(PlainErrors.TOLD, true);
    listener.finished(
        new FinishedRequest(
            id,
            call.client(),
            call.method(),
            call.path(),
            nobody ? FinishedRequest.CLIENT_GONE : call.status(),
            call.bytesTaken(),
            call.bytesWritten(),
            System.nanoTime() - call.beganNanos(),
            failure));
    if (answered && !call.isBodyDemanded()) {
      callback.succeeded();
    } else {
      // A client that takes the part for the whole would have a wrong block or listing.
      // Quiet, since it is told of above; and there is nothing to be said to a client that left, as
      // one has that ends its body early.
      if (nobody) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
      }
      callback.failed(new QuietException.Exception("the answer has no end", failure));
    }
    return true;
  }

  /** Lets the endpoint answer; returns what a person should know of, or null. */
  private @Nullable Throwable failureOf(HttpCall call, Function<HttpCall, Endpoint> finder) {
    try {
      finder.apply(call).serve(call);
      return null;
    } catch (Refusal e) {
      return refuse(call, e, e.getCause());
    } catch (SlowClientException e) {
      return call.isCommitted() ? e : refuse(call, new Refusal(408, "Request Timeout"), e);
    } catch (ClientGoneException e) {
      return e;
    } catch (IOException | RuntimeException | Error e) {
      if (call.clientGone() || call.isCommitted()) {
        return e;
      }
      return refuse(
          call,
          Thread.currentThread().isInterrupted()
              ? new Refusal(503, "Shutting down")
              : new Refusal(500, "Internal error, see the log at " + call.id()),
          e);
    }
  }

  private static @Nullable Throwable refuse(
      HttpCall call, Refusal refusal, @Nullable Throwable reason) {
    try {
      call.text(refusal.status(), refusal.text().isEmpty() ? "" : refusal.text() + "\n");
      return reason;
    } catch (IOException e) {
      if (reason != null) {
        e.addSuppressed(reason);
      }
      return e;
    }
  }
}
