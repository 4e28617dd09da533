// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Lets so many requests be worked on at once and others wait for their turn, without a thread.
 *
 * <p>One that waits too long gives its turn up, and one whose client leaves, if that is seen (see
 * {@link ClientWatch}): behind a body that was sent before it was asked for it is not, and the turn
 * comes. Others do not wait, and of each kind that may hang a few are worked on at once: they must
 * not take all threads, nor the places of another kind.
 */
final class RequestQueue extends Handler.Wrapper {
  /** How many requests of a kind are worked on that is one {@link Turn#AMONG_FEW}. */
  static final int FEW = 8;

  private static final Endpoint FULL =
      call -> {
        throw new Refusal(503, "Too many requests");
      };
  private static final Endpoint LATE =
      call -> {
        throw new Refusal(503, "Too many requests before this one");
      };
  private static final Endpoint LEFT =
      call -> {
        throw new ClientGoneException("the client left before its turn", null);
      };

  private final RequestHandler next;
  private final Function<String, Turn> turns;
  private final Places<Waiting> places;
  private final Duration longestWait;
  private final Semaphore placesToAsk = new Semaphore(FEW);
  private final Semaphore placesOfFew = new Semaphore(FEW);

  RequestQueue(
      RequestHandler next,
      Function<String, Turn> turns,
      int most,
      int mostWaiting,
      Duration longestWait) {
    super(next);
    this.next = next;
    this.turns = turns;
    this.longestWait = longestWait;
    places = new Places<>(most, mostWaiting);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    // Without it a request that waits, or is worked on, for long would be failed half: read no
    // more.
    request.addIdleTimeoutListener(timeout -> false);
    return switch (turns.apply(HttpCall.path(request))) {
      case AT_ONCE -> next.handleWithoutPlace(request, response, callback);
      case ASKS_VOLUMES -> handleAmongFew(placesToAsk, request, response, callback);
      case AMONG_FEW -> handleAmongFew(placesOfFew, request, response, callback);
      case WAITS -> handleInTurn(request, response, callback);
    };
  }

  private boolean handleAmongFew(
      Semaphore few, Request request, Response response, Callback callback) {
    if (!few.tryAcquire()) {
      return next.answer(request, response, callback, FULL);
    }
    whenEnded(request, few::release);
    return next.handle(request, response, callback);
  }

  private boolean handleInTurn(Request request, Response response, Callback callback) {
    Waiting waiting = new Waiting(request, response, callback);
    return switch (places.enter(waiting, waiting.size)) {
      case PLACE -> {
        whenEnded(request, () -> free(waiting.size));
        yield next.handle(request, response, callback);
      }
      case WAITS -> {
        waiting.begin();
        yield true;
      }
      case REFUSED -> next.answer(request, response, callback, FULL);
    };
  }

  /** Gives a place back at the request's end, or now if that would not be heard of. */
  private static void whenEnded(Request request, Runnable giveBack) {
    try {
      Request.addCompletionListener(request, failure -> giveBack.run());
    } catch (Throwable e) {
      giveBack.run();
      throw e;
    }
  }

  private void free(RequestSize size) {
    Waiting turn = places.free(size);
    if (turn != null) {
      turn.end(Waiting.State.TURN);
    }
  }

  /** Returns how many requests wait. */
  int waiting() {
    return places.waiting();
  }

  /** Returns how many requests are worked on. */
  int working() {
    return places.taken();
  }

  /** A request that waits for its turn. */
  private final class Waiting {
    private enum State {
      WAITS,
      TURN,
      LATE,
      LEFT
    }

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final RequestSize size;
    private final ClientWatch watch;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITS);
    private volatile Scheduler.Task limit = () -> true;

    Waiting(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      size = RequestSize.of(request);
      watch = new ClientWatch(request, () -> giveUp(State.LEFT));
    }

    /** It is among those who wait, and may have got its turn since. */
    void begin() {
      limit =
          request
              .getComponents()
              .getScheduler()
              .schedule(() -> giveUp(State.LATE), longestWait.toNanos(), TimeUnit.NANOSECONDS);
      watch.start();
      if (state.get() != State.WAITS) {
        boolean unused = limit.cancel();
      }
    }

    private void giveUp(State why) {
      if (places.giveUp(this)) {
        end(why);
      }
    }

    /** Ends the wait, which one does: who took it out of the places. */
    void end(State how) {
      state.set(how);
      boolean unused = limit.cancel();
      request.getComponents().getExecutor().execute(this::goOn);
    }

    /** Lets it be answered; as where none waits, what is thrown ends it, and frees its place. */
    private void goOn() {
      try {
        if (state.get() == State.TURN) {
          whenEnded(request, () -> free(size));
        }
        boolean unused = answer(watch.stop() ? State.LEFT : state.get());
      } catch (Throwable e) {
        callback.failed(e);
      }
    }

    private boolean answer(State how) {
      return switch (how) {
        case LATE -> next.answer(request, response, callback, LATE);
        case LEFT -> next.answer(request, response, callback, LEFT);
        case TURN, WAITS -> next.handle(request, response, callback);
      };
    }
  }
}
