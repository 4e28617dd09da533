// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.event.KeyValuePair;

/**
 * Passes lines on, and of equal warnings within a minute the first alone, with a count of the rest
 * when the minute is over.
 *
 * <p>Time is that of the lines themselves: a count is written before the next line after its
 * minute, or at the end. Lines of information are never held back.
 */
final class RepeatedWarnings extends UnsynchronizedAppenderBase<ILoggingEvent> {
  /** The field that says how many more there were. */
  static final String COUNT = "repeated";

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** More kinds than these at once are no flood of equal ones, and take memory. */
  private static final int MOST_KINDS = 1000;

  /** What was held back of one kind. */
  private static final class Held {
    private final Instant until;
    private ILoggingEvent latest;
    private long count;

    private Held(ILoggingEvent first) {
      until = first.getInstant().plus(MINUTE);
      latest = first;
    }
  }

  private final Appender<ILoggingEvent> next;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<WarningKind, Held> held = new LinkedHashMap<>();
  private volatile Instant nextEnd = Instant.MAX;

  RepeatedWarnings(Appender<ILoggingEvent> next) {
    this.next = next;
  }

  @Override
  protected void append(ILoggingEvent event) {
    boolean isCounted = event.getLevel().isGreaterOrEqual(Level.WARN);
    if (isCounted || !event.getInstant().isBefore(nextEnd)) {
      lock.lock();
      try {
        release(event.getInstant());
        if (isCounted && isHeldBack(event)) {
          return;
        }
      } finally {
        lock.unlock();
      }
    }
    next.doAppend(event);
  }

  private boolean isHeldBack(ILoggingEvent event) {
    WarningKind kind = WarningKind.of(event);
    Held earlier = held.get(kind);
    if (earlier != null) {
      event.prepareForDeferredProcessing();
      earlier.latest = event;
      earlier.count++;
      return true;
    }
    if (held.size() == MOST_KINDS) {
      release(Instant.MAX);
    }
    Held first = new Held(event);
    held.put(kind, first);
    if (first.until.isBefore(nextEnd)) {
      nextEnd = first.until;
    }
    return false;
  }

  /** Writes the counts of minutes that are over, the oldest first. */
  private void release(Instant now) {
    List<Held> over = new ArrayList<>();
    held.values().removeIf(each -> isOver(each, now) && over.add(each));
    nextEnd = earliest(held.values());
    over.stream().filter(each -> each.count > 0).map(this::summary).forEach(next::doAppend);
  }

  /** Tells whether its minute is over, or the clock was set back to long before it. */
  private static boolean isOver(Held held, Instant now) {
    return !now.isBefore(held.until) || now.isBefore(held.until.minus(MINUTE.multipliedBy(2)));
  }

  private static Instant earliest(Collection<Held> all) {
    return all.stream().map(each -> each.until).min(Instant::compareTo).orElse(Instant.MAX);
  }

  /** Makes the line of the latest one, without its stack, with the count. */
  private ILoggingEvent summary(Held of) {
    LoggingEvent line = new LoggingEvent();
    line.setLoggerContext((LoggerContext) getContext());
    line.setLoggerName(of.latest.getLoggerName());
    line.setThreadName(of.latest.getThreadName());
    line.setLevel(of.latest.getLevel());
    line.setInstant(of.latest.getInstant());
    line.setMDCPropertyMap(of.latest.getMDCPropertyMap());
    line.setMessage(of.latest.getMessage());
    line.setArgumentArray(of.latest.getArgumentArray());
    List<KeyValuePair> fields = new ArrayList<>();
    if (of.latest.getKeyValuePairs() != null) {
      fields.addAll(of.latest.getKeyValuePairs());
    }
    fields.add(new KeyValuePair(COUNT, of.count));
    line.setKeyValuePairs(fields);
    return line;
  }

  /** Writes all counts, and ends. */
  @Override
  public void stop() {
    lock.lock();
    try {
      release(Instant.MAX);
    } finally {
      lock.unlock();
    }
    super.stop();
    next.stop();
  }
}
