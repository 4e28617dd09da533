// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Interrupts the thread that works for a client when the client leaves.
 *
 * <p>While a request is worked on nobody reads its connection. The watch does, one byte: a byte
 * that comes belongs to the next request and is handed back; the end of the stream means that
 * nobody waits for the answer.
 */
final class ClientWatch implements Callback {
  private final ReentrantLock lock = new ReentrantLock();
  private final Connection connection;
  private final AbstractEndPoint endPoint;
  private final Thread worker;
  private boolean watching;
  private boolean gone;

  private ClientWatch(Connection connection, AbstractEndPoint endPoint, Thread worker) {
    this.connection = connection;
    this.endPoint = endPoint;
    this.worker = worker;
  }

  /** Makes a watch for the calling thread, which does not watch yet. */
  static ClientWatch of(Request request) {
    Connection connection = request.getConnectionMetaData().getConnection();
    return new ClientWatch(
        connection, (AbstractEndPoint) connection.getEndPoint(), Thread.currentThread());
  }

  /** Begins to watch. The request's body must have been read to its end. */
  void start() {
    lock.lock();
    try {
      watching = true;
    } finally {
      lock.unlock();
    }
    boolean unused = endPoint.tryFillInterested(this);
  }

  /**
   * Ends the watch, on the worker's thread, whose interrupt it takes back if it was its own.
   *
   * @return whether the client has left
   */
  boolean stop() {
    boolean left;
    lock.lock();
    try {
      if (!watching) {
        return gone;
      }
      watching = false;
      left = gone;
    } finally {
      lock.unlock();
    }
    boolean unused = endPoint.getFillInterest().onFail(new IOException("the watch has ended"));
    if (left) {
      boolean unusedToo = Thread.interrupted();
    }
    return left;
  }

  /** Tells whether the client has left while the watch was on. */
  boolean gone() {
    lock.lock();
    try {
      return gone;
    } finally {
      lock.unlock();
    }
  }

  /** Something is to be read. */
  @Override
  public void succeeded() {
    lock.lock();
    try {
      if (watching) {
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
        left();
      } else if (read == 0) {
        boolean unused = endPoint.tryFillInterested(this);
      } else {
        ((Connection.UpgradeTo) connection).onUpgradeTo(one);
        watching = false; // the rest is for whoever reads the next request
      }
    } catch (IOException e) {
      left();
    }
  }

  @Override
  public void failed(Throwable failure) {
    lock.lock();
    try {
      if (!watching) {
        return;
      }
      if (failure instanceof TimeoutException) {
        boolean unused = endPoint.tryFillInterested(this); // the work takes long, that is all
      } else {
        left();
      }
    } finally {
      lock.unlock();
    }
  }

  private void left() {
    gone = true;
    worker.interrupt();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
