// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends everything that is logged to one stream, a line for each. */
public final class Logging {
  private Logging() {}

  /**
   * Begins to log. In place of Logback's files of settings, of which the service has none.
   *
   * @param json whether lines are objects in JSON
   * @param out where they go
   */
  public static void start(boolean json, OutputStream out) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.start();
    Layout<ILoggingEvent> layout = json ? new JsonLines() : new TextLines();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.setCharset(UTF_8); // whatever the locale of who starts services
    encoder.start();
    BatchedLines appender = new BatchedLines(out);
    appender.setContext(context);
    appender.setEncoder(encoder);
    RepeatedWarnings filter = new RepeatedWarnings(appender);
    filter.setContext(context);
    appender.start();
    filter.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(filter);
    // Its level of information is about itself, and what it says of answers is in requests' lines.
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    context.getLogger("org.eclipse.jetty.server.Response").setLevel(Level.ERROR);
    // Warns of headers that the JDK sets itself; what fails is told by the volume.
    context.getLogger("com.azure").setLevel(Level.ERROR);
    // Tells, with a stack, of what became of calls that a limit or an interrupt had ended before.
    context.getLogger("reactor.core.publisher.Operators").setLevel(Level.OFF);
  }

  /** Logs nothing until {@link #start}; Logback would log everything, to standard output. */
  public static void off() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
  }

  /** Tells what was held back, and ends. */
  public static void stop() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }
}
