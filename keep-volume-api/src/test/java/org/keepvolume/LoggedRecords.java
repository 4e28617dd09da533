// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What one logger is given while a test runs, kept from the console. */
public final class LoggedRecords extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private LoggedRecords(String name) {
    logger = Logger.getLogger(name);
  }

  /** Starts to listen. */
  public static LoggedRecords of(String logger) {
    LoggedRecords records = new LoggedRecords(logger);
    records.logger.setUseParentHandlers(false);
    records.logger.addHandler(records);
    return records;
  }

  /** Returns what was logged, in order. */
  public List<LogRecord> records() {
    return records;
  }

  @Override
  public void publish(LogRecord logged) {
    records.add(logged);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
