// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.google.common.base.Splitter;
import java.time.Instant;

/** A line for people: time, level, message, and what belongs to it as {@code name=value}. */
final class TextLines extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    line.append(Instant.ofEpochMilli(event.getTimeStamp())).append(' ');
    line.append(event.getLevel()).append(' ');
    appendText(line, event.getFormattedMessage(), false);
    Fields.of(event).forEach((name, value) -> append(line, name, String.valueOf(value)));
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      // Behind a tab, so that none of its lines looks like one of the log.
      String stack = ThrowableProxyUtil.asString(event.getThrowableProxy());
      for (String each : Splitter.on('\n').omitEmptyStrings().split(stack)) {
        appendText(line.append('\t'), each.stripTrailing(), false);
        line.append('\n');
      }
    }
    return line.toString();
  }

  private static void append(StringBuilder line, String name, String value) {
    line.append(' ').append(name).append('=');
    if (isPlain(value)) {
      line.append(value);
    } else {
      appendText(line.append('"'), value, true);
      line.append('"');
    }
  }

  /** Tells whether a value needs no quotes: nearly all do not. */
  private static boolean isPlain(String value) {
    return !value.isEmpty()
        && value.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\' && c != '=');
  }

  /** A client must not be able to write a line of its own, nor to command a terminal. */
  private static void appendText(StringBuilder line, String text, boolean quoted) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && (c == '"' || c == '\\')) {
        line.append('\\').append(c);
      } else {
        line.append(c == '\t' || isShown(c) ? c : '?');
      }
    }
  }

  private static boolean isShown(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
