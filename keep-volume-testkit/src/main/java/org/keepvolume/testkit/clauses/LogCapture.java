// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.annotation.Nullable;

/** What reaches the root logger of {@code java.util.logging}, at every level, until closed. */
final class LogCapture extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final @Nullable Level before = root.getLevel();

  private LogCapture() {}

  static LogCapture start() {
    LogCapture capture = new LogCapture();
    capture.root.setLevel(Level.ALL);
    capture.root.addHandler(capture);
    return capture;
  }

  /** Returns what was logged, a text for each record. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord logged) {
    StringBuilder text = new StringBuilder();
    text.append(logged.getLoggerName()).append(": ").append(formatter.formatMessage(logged));
    if (logged.getThrown() != null) {
      addTexts(logged.getThrown(), text);
    }
    lines.add(text.toString());
  }

  /** Adds the texts of an exception and of all that it carries. */
  static void addTexts(Throwable thrown, StringBuilder texts) {
    addTexts(thrown, texts, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static void addTexts(Throwable thrown, StringBuilder texts, Set<Throwable> seen) {
    if (!seen.add(thrown)) {
      return;
    }
    texts.append('\n').append(thrown).append('\n').append(thrown.getMessage());
    for (Throwable suppressed : thrown.getSuppressed()) {
      addTexts(suppressed, texts, seen);
    }
    if (thrown.getCause() != null) {
      addTexts(thrown.getCause(), texts, seen);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    root.setLevel(before);
  }
}
