// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.keepvolume.BlockSink;

/**
 * A sink that keeps what it gets, records every call, and may act in one of them.
 *
 * <p>It notes what a volume must not do (RD-3, RD-5, RD-12) in {@link #mistakes}, and goes on. Safe
 * for use by several threads.
 */
public final class RecordingSink implements BlockSink {
  /** What a test does inside a call of the sink. */
  @FunctionalInterface
  public interface Action {
    /**
     * Acts.
     *
     * @throws IOException to make the sink fail
     */
    void run() throws IOException;
  }

  private final boolean parallel;
  private final boolean lending;
  private final Thread owner = Thread.currentThread();
  private volatile Action onBegin = () -> {};
  private volatile Action onWrite = () -> {};

  @GuardedBy("this")
  private final List<String> mistakes = new ArrayList<>();

  @GuardedBy("this")
  private final List<String> late = new ArrayList<>();

  @GuardedBy("this")
  private final Set<Thread> threads = new HashSet<>();

  @GuardedBy("this")
  private int begins;

  @GuardedBy("this")
  private int writes;

  @GuardedBy("this")
  private @Nullable byte[] content;

  @GuardedBy("this")
  private final BitSet written = new BitSet();

  @GuardedBy("this")
  private int next;

  @GuardedBy("this")
  private int running;

  @GuardedBy("this")
  private boolean ended;

  @GuardedBy("this")
  private @Nullable ByteBuffer lent;

  private RecordingSink(boolean parallel, boolean lending) {
    this.parallel = parallel;
    this.lending = lending;
  }

  /**
   * Makes a sink that takes one call at a time.
   *
   * @return a sink for one read by this thread
   */
  public static RecordingSink sequential() {
    return new RecordingSink(false, false);
  }

  /**
   * Makes a sink that takes parts in any order from any thread.
   *
   * @return a sink for one read
   */
  public static RecordingSink parallelCalls() {
    return new RecordingSink(true, false);
  }

  /**
   * Makes a sink that takes one call at a time and lends direct memory for each part.
   *
   * @return a sink for one read by this thread
   */
  public static RecordingSink lending() {
    return new RecordingSink(false, true);
  }

  /**
   * Acts in each begin, after it was recorded.
   *
   * @param action what to do
   * @return this sink
   */
  public RecordingSink onBegin(Action action) {
    onBegin = action;
    return this;
  }

  /**
   * Acts in each write, after it was recorded.
   *
   * @param action what to do
   * @return this sink
   */
  public RecordingSink onWrite(Action action) {
    onWrite = action;
    return this;
  }

  /**
   * Acts in the first write alone, after it was recorded.
   *
   * @param action what to do
   * @return this sink
   */
  public RecordingSink onFirstWrite(Action action) {
    AtomicBoolean first = new AtomicBoolean(true);
    onWrite =
        () -> {
          if (first.getAndSet(false)) { // two parallel calls may both have been recorded by now
            action.run();
          }
        };
    return this;
  }

  @Override
  public void begin(int size) throws IOException {
    synchronized (this) {
      called("begin");
      begins++;
      if (begins > 1) {
        mistakes.add("begin was called " + begins + " times");
      }
      if (Thread.currentThread() != owner) {
        mistakes.add("begin was called on another thread than the caller's");
      }
      content = new byte[size];
      written.clear();
    }
    try {
      onBegin.run();
    } finally {
      returned();
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the buffer lent, not an equal one, must come back
  public void write(ByteBuffer src, int position) throws IOException {
    synchronized (this) {
      called("write");
      writes++;
      int length = src.remaining();
      if (content == null) {
        mistakes.add("write was called before begin");
      } else if (length == 0) {
        mistakes.add("an empty part was written at offset " + position);
      } else if (position < 0 || position > content.length - length) {
        mistakes.add(length + " bytes at offset " + position + " of a block of " + content.length);
      } else {
        take(src, position, content);
      }
      if (lent != null && src != lent) {
        mistakes.add("the memory lent for offset " + position + " did not come back in write");
      }
      lent = null;
    }
    try {
      onWrite.run();
    } finally {
      returned();
    }
  }

  @GuardedBy("this")
  private void take(ByteBuffer src, int position, byte[] into) {
    int length = src.remaining();
    int again = written.nextSetBit(position);
    if (again >= 0 && again < position + length) {
      mistakes.add("offset " + again + " was written twice");
    }
    if (!parallel && position != next) {
      mistakes.add("offset " + position + " came when " + next + " was next");
    }
    written.set(position, position + length);
    next = position + length;
    src.duplicate().get(into, position, length);
  }

  @Override
  public synchronized @Nullable ByteBuffer room(int position, int length) {
    called("room");
    running--;
    if (lending) {
      lent = ByteBuffer.allocateDirect(length);
    }
    return lent;
  }

  @Override
  public boolean parallel() {
    return parallel;
  }

  @GuardedBy("this")
  private void called(String method) {
    threads.add(Thread.currentThread());
    if (!parallel && Thread.currentThread() != owner) {
      mistakes.add(method + " was called on " + Thread.currentThread().getName());
    }
    if (ended) {
      addLate(method + " was called after the read had ended");
    }
    running++;
  }

  private synchronized void returned() {
    running--;
  }

  @GuardedBy("this")
  private void addLate(String mistake) {
    mistakes.add(mistake);
    late.add(mistake);
  }

  /** Notes that the read has returned or thrown: every later call is a mistake (RD-5). */
  public synchronized void readEnded() {
    ended = true;
    if (running > 0) {
      addLate(running + " calls of the sink were still running when the read had ended");
    }
  }

  /**
   * Returns what the volume did that it must not do.
   *
   * @return a sentence for each, in order; offsets that a read left out are not among them
   */
  public synchronized List<String> mistakes() {
    return List.copyOf(mistakes);
  }

  /**
   * Returns those of the mistakes that came from calls after the read had ended, or running then.
   *
   * @return a sentence for each, in order
   */
  public synchronized List<String> late() {
    return List.copyOf(late);
  }

  /**
   * Tells whether every offset of the block announced was written.
   *
   * @return false also before begin
   */
  public synchronized boolean complete() {
    return content != null && written.cardinality() == content.length;
  }

  /**
   * Returns how often begin was called.
   *
   * @return the number
   */
  public synchronized int begins() {
    return begins;
  }

  /**
   * Returns how often write was called.
   *
   * @return the number
   */
  public synchronized int writes() {
    return writes;
  }

  /**
   * Returns the threads that called.
   *
   * @return the threads
   */
  public synchronized Set<Thread> threads() {
    return Set.copyOf(threads);
  }

  /**
   * Returns the block as received, with zeros where nothing came.
   *
   * @return a copy; of no bytes before begin
   */
  public synchronized byte[] content() {
    return content == null ? new byte[0] : content.clone();
  }
}
