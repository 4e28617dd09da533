// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.BlockSink;

/** A sink for tests that keeps what it was told, in the order in which it came. */
public final class CollectingSink implements BlockSink {
  private final List<Integer> begins = new ArrayList<>();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  @Override
  public void begin(int size) {
    begins.add(size);
  }

  @Override
  public void write(ByteBuffer src, int position) {
    if (position != content.size() || !src.hasRemaining()) {
      throw new AssertionError("got " + src + " at " + position + " after " + content.size());
    }
    byte[] part = new byte[src.remaining()];
    src.get(part);
    content.writeBytes(part);
  }

  /** Forgets everything, for another read. */
  public void reset() {
    begins.clear();
    content.reset();
  }

  /** Returns the sizes announced, in order. */
  public List<Integer> begins() {
    return begins;
  }

  /** Returns all bytes received. */
  public byte[] content() {
    return content.toByteArray();
  }
}
