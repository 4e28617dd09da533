// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keepvolume.BlockSink;

/** A sink that records its calls and may act or fail in one of them. */
final class RecordingSink implements BlockSink {
  /** What a test does inside a call of the sink. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private final List<Integer> begins = new ArrayList<>();
  private final List<Integer> positions = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private final Set<Thread> threads = new HashSet<>();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private Action onBegin = () -> {};
  private Action onFirstWrite = () -> {};

  RecordingSink onBegin(Action action) {
    onBegin = action;
    return this;
  }

  RecordingSink onFirstWrite(Action action) {
    onFirstWrite = action;
    return this;
  }

  @Override
  public void begin(int size) throws IOException {
    begins.add(size);
    threads.add(Thread.currentThread());
    onBegin.run();
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    positions.add(position);
    lengths.add(src.remaining());
    threads.add(Thread.currentThread());
    byte[] part = new byte[src.remaining()];
    src.get(part);
    content.writeBytes(part);
    Action action = onFirstWrite;
    onFirstWrite = () -> {};
    action.run();
  }

  /** Returns the sizes announced, in order. */
  List<Integer> begins() {
    return begins;
  }

  /** Returns the positions written, in order. */
  List<Integer> positions() {
    return positions;
  }

  /** Returns the number of bytes of each write, in order. */
  List<Integer> lengths() {
    return lengths;
  }

  /** Returns the threads that called. */
  Set<Thread> threads() {
    return threads;
  }

  /** Returns all bytes received, in order of arrival. */
  byte[] content() {
    return content.toByteArray();
  }
}
