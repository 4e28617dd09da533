// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Tells once that a client has left, while nobody reads its connection.
 *
 * <p>The watch reads, one byte: a byte that comes belongs to the body or to the next request and is
 * handed back, and the watch sees no more; the end of the stream means that nobody waits for the
 * answer. So a client that sends its body unasked, and more of it than was read ahead, is not seen
 * to leave until the body is read. There is room for the byte behind what was read ahead, since
 * that begins with a header that has been taken out.
 */
final class ClientWatch implements Callback {
  private enum State {
    NEW,
    WATCHING,
    /** A byte has come: whoever reads next finds it. */
    BLIND,
    GONE,
    ENDED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final HttpConnection connection;
  private final AbstractEndPoint endPoint;
  private final Runnable whenGone;
  private State state = State.NEW;

  /** For the one thread that looks for calls that take long. */
  private boolean seen;

  /**
   * Makes a watch that is not on.
   *
   * @param request of the client
   * @param whenGone runs on a thread of the server, must not block, and never runs after {@link
   *     #stop}
   */
  ClientWatch(Request request, Runnable whenGone) {
    connection = (HttpConnection) request.getConnectionMetaData().getConnection();
    endPoint = (AbstractEndPoint) connection.getEndPoint();
    this.whenGone = whenGone;
  }

  /** Tells whether this was asked before. */
  boolean isSeenBefore() {
    boolean before = seen;
    seen = true;
    return before;
  }

  /** Begins to watch, on a thread that would be the next to read; after stop it does nothing. */
  void start() {
    lock.lock();
    try {
      if (state == State.NEW) {
        state = State.WATCHING;
        boolean unused = endPoint.tryFillInterested(this);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the watch for good; others may read from then on.
   *
   * @return whether the client has left
   */
  boolean stop() {
    State before;
    lock.lock();
    try {
      before = state;
      if (before == State.NEW || before == State.WATCHING) {
        state = State.ENDED;
      }
    } finally {
      lock.unlock();
    }
    if (before == State.WATCHING) {
      // A callback that is on its way already finds that the watch has ended.
      boolean unused = endPoint.getFillInterest().onFail(new IOException("the watch has ended"));
    }
    return before == State.GONE;
  }

  /** Tells whether the client has left. */
  boolean isGone() {
    lock.lock();
    try {
      return state == State.GONE;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells whether a byte came, so that no watch of this request has room for another. To be asked
   * by the thread that has stopped it: then the state changes no more.
   */
  boolean wasBlind() {
    return state == State.BLIND;
  }

  /** Something is to be read. */
  @Override
  public void succeeded() {
    lock.lock();
    try {
      if (state == State.WATCHING) {
        look();
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    ByteBuffer one = BufferUtil.allocate(1);
    try {
      int read = endPoint.fill(one);
      if (read < 0) {
        gone();
      } else if (read == 0) {
        boolean unused = endPoint.tryFillInterested(this);
      } else {
        handBack(one);
        state = State.BLIND;
      }
    } catch (Throwable e) {
      // It may be for want of memory. With the byte lost, what comes next is no request any more.
      endPoint.close(e);
      if (state == State.WATCHING) {
        gone();
      }
    }
  }

  private void handBack(ByteBuffer one) throws IOException {
    connection.onUpgradeTo(one);
    if (one.hasRemaining()) {
      throw new IOException("no room for a byte that was read ahead");
    }
  }

  @Override
  public void failed(Throwable failure) {
    lock.lock();
    try {
      if (state != State.WATCHING) {
        return;
      }
      if (failure instanceof TimeoutException) {
        boolean unused = endPoint.tryFillInterested(this); // the work takes long, that is all
      } else {
        gone();
      }
    } finally {
      lock.unlock();
    }
  }

  private void gone() {
    state = State.GONE;
    whenGone.run();
  }

  /**
   * Says that it blocks, though it does not. The server asks before it lets a thread tell whoever
   * waits for bytes by then: when the watch has ended meanwhile, that is the connection, which
   * works on the next request, and must not do so on the thread that serves all connections.
   */
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.BLOCKING;
  }
}
