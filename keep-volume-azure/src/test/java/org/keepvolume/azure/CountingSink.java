// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.keepvolume.BlockSink;

/** Takes parts from several threads, keeps none, and notes what comes after the read. */
final class CountingSink implements BlockSink {
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger late = new AtomicInteger();
  private volatile boolean ended;

  @Override
  public void begin(int size) {
    note(0);
  }

  @Override
  public void write(ByteBuffer src, int position) {
    note(src.remaining());
  }

  private void note(int length) {
    bytes.addAndGet(length);
    if (ended) {
      late.incrementAndGet();
    }
  }

  @Override
  public boolean parallel() {
    return true;
  }

  long bytes() {
    return bytes.get();
  }

  /** Says that the read has returned. */
  void end() {
    ended = true;
  }

  /** Returns how many calls came after that. */
  int late() {
    return late.get();
  }
}
