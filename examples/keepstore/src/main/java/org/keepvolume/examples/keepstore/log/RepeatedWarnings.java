// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** Passes lines on. */
final class RepeatedWarnings extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final Appender<ILoggingEvent> next;

  RepeatedWarnings(Appender<ILoggingEvent> next) {
    this.next = next;
  }

  @Override
  protected void append(ILoggingEvent event) {
    next.doAppend(event);
  }

  static boolean isCounted(ILoggingEvent event) {
    return event.getLevel().isGreaterOrEqual(Level.WARN);
  }
}
