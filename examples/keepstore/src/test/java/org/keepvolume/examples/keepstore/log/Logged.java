// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** What is logged in this JVM between its making and its end, as lines. Not for two at once. */
public final class Logged implements AutoCloseable {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public Logged(boolean json) {
    Logging.start(json, bytes);
  }

  public List<String> lines() {
    return text().lines().toList();
  }

  public String text() {
    return bytes.toString(UTF_8);
  }

  /** Ends logging, after which all counts have been written. */
  public Logged end() {
    Logging.stop();
    return this;
  }

  @Override
  public void close() {
    Logging.stop();
  }
}
