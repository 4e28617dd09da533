// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes lines to a stream: one of information a moment later, with those that came meanwhile, and
 * a warning at once, with all before it.
 *
 * <p>A write for each line, with a lock held that all requests need, costs more than the line.
 */
final class BatchedLines extends OutputStreamAppender<ILoggingEvent> {
  /** What a JVM that is killed can lose, and what a person who looks on does not notice. */
  private static final long DELAY_MILLIS = 100;

  private static final int BATCH = 1 << 16;

  private final BufferedOutputStream lines;
  private final AtomicBoolean flushes = new AtomicBoolean();

  BatchedLines(OutputStream out) {
    lines = new BufferedOutputStream(out, BATCH);
    setImmediateFlush(false);
  }

  @Override
  public void start() {
    setOutputStream(lines);
    super.start();
  }

  @Override
  protected void subAppend(ILoggingEvent event) {
    super.subAppend(event);
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      flush();
    } else if (flushes.compareAndSet(false, true)) {
      flushLater();
    }
  }

  private void flushLater() {
    boolean scheduled = false;
    try {
      var unused =
          getContext()
              .getScheduledExecutorService()
              .schedule(this::flushNow, DELAY_MILLIS, TimeUnit.MILLISECONDS);
      scheduled = true;
    } finally {
      if (!scheduled) { // such as no memory for a thread
        flushNow();
      }
    }
  }

  private void flushNow() {
    flushes.set(false); // before: a line that comes meanwhile is flushed now, or has its own turn
    flush();
  }

  private void flush() {
    try {
      lines.flush();
    } catch (IOException e) {
      addError("lines of the log could not be written", e);
    }
  }
}
