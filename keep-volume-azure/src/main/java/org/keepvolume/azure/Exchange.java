// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Waits on the calling thread for the answer of one asynchronous request, and gives the request up
 * when the wait is over.
 *
 * <p>The storage client's own ways to wait leave its interrupt flag, its limits or a connection
 * behind.
 *
 * @param <T> the answer
 */
@ThreadSafe
final class Exchange<T> implements CoreSubscriber<T> {
  /**
   * The calling thread and its helpers may wait one after the other, for a second in all (CX-1).
   */
  private static final Duration MOMENT = Duration.ofMillis(200);

  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private final Consumer<? super T> tooLate;
  private final Thread caller = Thread.currentThread();
  private volatile @Nullable Subscription subscription;
  private volatile boolean interruptedHere;
  private volatile @Nullable HttpResponse response;

  private Exchange(Consumer<? super T> tooLate) {
    this.tooLate = tooLate;
  }

  /**
   * Sends a request and waits for its first answer.
   *
   * @param remaining how many nanoseconds may still be waited, asked again when they are over; none
   *     if 0 or less
   * @param tooLate takes an answer that nobody waits for any more
   * @throws Refusal if the service said no
   * @throws NoAnswer if the time was over
   * @throws IOException if the connection failed
   * @throws InterruptedException if this thread was interrupted; the request is given up
   */
  static <T> T await(Publisher<T> request, LongSupplier remaining, Consumer<? super T> tooLate)
      throws IOException, InterruptedException {
    Exchange<T> exchange = new Exchange<>(tooLate);
    boolean done = false;
    try {
      request.subscribe(exchange);
      T answer = exchange.await(remaining);
      done = true;
      return answer;
    } finally {
      if (!done) {
        exchange.giveUp();
      }
    }
  }

  /**
   * As {@link #await}, but an interrupt ends the wait only if no answer comes within a moment: for
   * what others would go on to do, and nobody could say whether it was done.
   */
  static <T> T awaitDespite(Publisher<T> request, LongSupplier remaining)
      throws IOException, InterruptedException {
    Exchange<T> exchange = new Exchange<>(answer -> {});
    boolean interrupted = false;
    boolean done = false;
    try {
      request.subscribe(exchange);
      T answer;
      try {
        answer = exchange.await(remaining);
      } catch (InterruptedException e) {
        interrupted = true;
        answer = exchange.awaitAMoment(e);
      }
      done = true;
      return answer;
    } finally {
      if (!done) {
        exchange.giveUp();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private T awaitAMoment(InterruptedException interrupt) throws IOException, InterruptedException {
    try {
      return Uninterruptibles.getUninterruptibly(answer, MOMENT);
    } catch (TimeoutException e) {
      throw interrupt;
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    }
  }

  private T await(LongSupplier remaining) throws IOException, InterruptedException {
    while (true) {
      long nanos = remaining.getAsLong();
      if (nanos <= 0) {
        throw new NoAnswer("no answer came");
      }
      try {
        return answer.get(nanos, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // The limit may have moved meanwhile.
      } catch (ExecutionException e) {
        if (interruptedHere) {
          throw new InterruptedException("in the HTTP client");
        }
        throw translated(e.getCause());
      }
    }
  }

  /** A client that sends on the calling thread meets the interrupts of it, and hides them. */
  private static boolean isInterrupt(Throwable thrown) {
    return Throwables.getCausalChain(thrown).stream()
        .anyMatch(
            cause ->
                cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException);
  }

  /** Says what the storage client's exception means, which hides the cause in others. */
  static IOException translated(Throwable thrown) {
    for (Throwable cause : Throwables.getCausalChain(thrown)) {
      // One without an answer is a credential's, which has asked nobody or got nothing.
      if (cause instanceof HttpResponseException answered && answered.getResponse() != null) {
        return isSuccess(answered.getResponse())
            ? new IOException("the service's answer cannot be read")
            : Refusal.of(answered);
      }
      if (cause instanceof IOException failed) {
        return failed;
      }
      if (cause instanceof TimeoutException) {
        return new NoAnswer("the HTTP client's own limit passed");
      }
    }
    Throwables.throwIfInstanceOf(thrown, Error.class);
    // Without its message, which may quote a header, and that what was sent.
    IOException unknown =
        new IOException("the storage client failed with " + thrown.getClass().getName());
    unknown.setStackTrace(thrown.getStackTrace());
    return unknown;
  }

  /** What cannot be read, such as half a listing, may come whole when it is asked for again. */
  private static boolean isSuccess(@Nullable HttpResponse response) {
    return response != null && response.getStatusCode() / 100 == 2;
  }

  private void giveUp() {
    boolean first = answer.cancel(false);
    Subscription running = subscription;
    if (running != null) {
      running.cancel();
    }
    HttpResponse arrived = response;
    if (first && arrived != null) {
      KeptAnswers.drop(arrived);
    }
    if (!first && !answer.isCompletedExceptionally()) {
      tooLate.accept(answer.join());
    }
  }

  /** Tells of the answer while the storage client has not yet made anything of it. */
  void arrived(HttpResponse given) {
    response = given;
    if (answer.isCancelled()) {
      KeptAnswers.drop(given);
    }
  }

  @Override
  public Context currentContext() {
    return Context.of(Exchange.class, this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(T value) {
    if (!answer.complete(value)) {
      tooLate.accept(value);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    interruptedHere = Thread.currentThread() == caller && isInterrupt(thrown);
    answer.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    answer.completeExceptionally(new IOException("the storage client gave no answer"));
  }
}
