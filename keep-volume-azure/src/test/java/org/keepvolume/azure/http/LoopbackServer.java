// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

/**
 * A server on a free port of 127.0.0.1 with a daemon thread for each connection; it counts them,
 * and its close ends and joins them all.
 *
 * <p>Thread-safe. Its one lock, {@code lock}, is never held while a connection is served.
 */
@ThreadSafe
public abstract class LoopbackServer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;
  private static final int BACKLOG = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ServerSocketChannel listener;
  private final Thread acceptor;
  private final Problems problems = new Problems();

  @GuardedBy("lock")
  private final Set<Thread> threads = new HashSet<>();

  @GuardedBy("lock")
  private final Set<Integer> open = new HashSet<>();

  @GuardedBy("lock")
  private int total;

  @GuardedBy("lock")
  private boolean closing;

  LoopbackServer() throws IOException {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    acceptor = daemon(this::accept, "accepts");
  }

  /** Begins to accept connections; until then they wait. */
  final void start() {
    acceptor.start();
  }

  /** Serves one connection until it ends, on a thread of its own; an interrupt ends it. */
  abstract void serve(HttpConnection connection, int number)
      throws IOException, InterruptedException;

  final Problems problems() {
    return problems;
  }

  /**
   * Returns the port.
   *
   * @return the port on 127.0.0.1, from 1
   */
  public final int port() {
    return listener.socket().getLocalPort();
  }

  /**
   * Returns an address here.
   *
   * @param path a path that begins with a slash, such as {@code /devstoreaccount1}
   * @return the http address of that path
   */
  public final URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /**
   * Tells how many connections of clients are open now. One that the client has closed counts until
   * the server sees it, see {@link #awaitOpenConnections}.
   *
   * @return 0 or more
   */
  public final int openConnections() {
    lock.lock();
    try {
      return open.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells how many connections there have been.
   *
   * @return the connections since the server was started, open or not
   */
  public final int totalConnections() {
    lock.lock();
    try {
      return total;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until as many connections are open.
   *
   * @param count the open connections to wait for, 0 or more
   * @throws AssertionError if that does not happen within ten seconds
   * @throws InterruptedException if interrupted
   */
  public final void awaitOpenConnections(int count) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (open.size() != count) {
        if (left <= 0) {
          throw new AssertionError("open connections: " + open.size() + ", expected " + count);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        lock.lock();
        try {
          if (closing) {
            channel.close();
            return;
          }
          int number = ++total;
          open.add(number);
          changed.signalAll();
          Thread thread = daemon(() -> serveOne(channel, number), "connection " + number);
          threads.add(thread);
          thread.start();
        } finally {
          lock.unlock();
        }
      }
    } catch (ClosedChannelException e) {
      // the end, by close
    } catch (IOException e) {
      problems.add("no more connections are accepted", e);
    }
  }

  private void serveOne(SocketChannel channel, int number) {
    try (HttpConnection connection = new HttpConnection(channel, () -> closed(number))) {
      try {
        serve(connection, number);
      } catch (ConnectionException e) {
        if (!e.isOn(connection) && !isClosing()) {
          problems.add("connection " + number, e.getCause());
        }
        connection.reset();
      } catch (IOException | RuntimeException | Error e) {
        if (!isClosing()) {
          problems.add("connection " + number, e);
        }
        connection.reset();
      }
    } catch (IOException | InterruptedException e) {
      // the client has gone at once, or the server closes
    } finally {
      closed(number);
      lock.lock();
      try {
        threads.remove(Thread.currentThread());
      } finally {
        lock.unlock();
      }
    }
  }

  private void closed(int number) {
    lock.lock();
    try {
      open.remove(number);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private Thread daemon(Runnable run, String what) {
    Thread thread = new Thread(run, getClass().getSimpleName() + " " + what);
    thread.setDaemon(true);
    return thread;
  }

  /** Ends everything that waits, joins all threads, and then lets a subclass judge. */
  private void stop() {
    List<Thread> ended;
    lock.lock();
    try {
      closing = true;
      ended = new ArrayList<>(threads);
    } finally {
      lock.unlock();
    }
    try {
      listener.close();
    } catch (IOException e) {
      problems.add("close", e);
    }
    ended.add(acceptor);
    ended.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : ended) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (thread.isAlive() && !interrupted) {
        problems.add(thread.getName() + " does not end", null);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tells the problems about what a test has scripted; called once, when all threads have ended.
   */
  void judge() {}

  /**
   * Ends the server: closes all connections, lets go of what waits, and joins all threads.
   *
   * @throws AssertionError if anything went wrong that no test asked for, or did not happen though
   *     it was scripted; the message names each
   */
  @Override
  public final void close() {
    boolean first;
    lock.lock();
    try {
      first = !closing;
    } finally {
      lock.unlock();
    }
    stop();
    if (first) {
      judge();
    }
    problems.fail(getClass().getSimpleName());
  }
}
