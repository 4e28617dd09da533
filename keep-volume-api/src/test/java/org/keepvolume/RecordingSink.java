// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A sink for tests that records its calls and may be told to fail or to act in one of them. */
public final class RecordingSink implements BlockSink {
  /** What a test does inside a call of the sink. */
  @FunctionalInterface
  public interface Action {
    /** Runs inside the sink's call. */
    void run() throws IOException;
  }

  private final List<Integer> begins = new ArrayList<>();
  private final List<Integer> positions = new ArrayList<>();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private Action onBegin = () -> {};
  private Action onWrite = () -> {};

  /** Runs an action in each begin, after it was recorded. */
  public RecordingSink onBegin(Action action) {
    onBegin = action;
    return this;
  }

  /** Runs an action in each write, after it was recorded. */
  public RecordingSink onWrite(Action action) {
    onWrite = action;
    return this;
  }

  @Override
  public void begin(int size) throws IOException {
    begins.add(size);
    onBegin.run();
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    positions.add(position);
    byte[] part = new byte[src.remaining()];
    src.get(part);
    content.writeBytes(part);
    onWrite.run();
  }

  /** Returns the sizes announced, in order. */
  public List<Integer> begins() {
    return begins;
  }

  /** Returns the positions written, in order. */
  public List<Integer> positions() {
    return positions;
  }

  /** Returns all bytes received, in order of arrival. */
  public byte[] content() {
    return content.toByteArray();
  }
}
