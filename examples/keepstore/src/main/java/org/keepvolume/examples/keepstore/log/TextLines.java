// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.util.CachingDateFormatter;
import com.google.common.base.Splitter;
import java.time.ZoneOffset;
import org.slf4j.event.KeyValuePair;

/** A line for people: time, level, message, and what belongs to it as {@code name=value}. */
final class TextLines extends LayoutBase<ILoggingEvent> {
  /** Nearly all lines have the time of the one before. */
  private final CachingDateFormatter times =
      new CachingDateFormatter("uuuu-MM-dd'T'HH:mm:ss.SSSX", ZoneOffset.UTC);

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    line.append(times.format(event.getTimeStamp())).append(' ');
    line.append(event.getLevel()).append(' ');
    appendText(line, event.getFormattedMessage(), false);
    for (KeyValuePair field : Fields.of(event)) {
      append(line, field.key, String.valueOf(field.value));
    }
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
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 127 || c == '"' || c == '\\' || c == '=') {
        return false;
      }
    }
    return !value.isEmpty();
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
