// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;

/** A line for people: time, level, message, and what belongs to it as {@code name=value}. */
final class TextLines extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    line.append(Instant.ofEpochMilli(event.getTimeStamp())).append(' ');
    line.append(event.getLevel()).append(' ').append(oneLine(event.getFormattedMessage()));
    Fields.of(event).forEach((name, value) -> append(line, name, value));
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.toString();
  }

  private static void append(StringBuilder line, String name, Object value) {
    String text = oneLine(String.valueOf(value));
    boolean isQuoted = text.isEmpty() || text.indexOf(' ') >= 0 || text.indexOf('"') >= 0;
    line.append(' ').append(name).append('=');
    line.append(isQuoted ? '"' + text.replace("\"", "\\\"") + '"' : text);
  }

  /** A client must not be able to write a line of its own. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
