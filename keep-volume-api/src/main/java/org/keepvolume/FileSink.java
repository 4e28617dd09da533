// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes a block to a file at a given offset, in slices. */
final class FileSink implements BlockSink {
  /** A heap buffer handed to a channel is copied whole, and the thread keeps the copy. */
  private static final int SLICE = 1 << 20;

  private final FileChannel file;
  private final long start;

  FileSink(FileChannel file, long start) {
    this.file = file;
    this.start = start;
  }

  @Override
  public void begin(int size) {}

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    int end = src.limit();
    long to = start + position;
    while (src.position() < end) {
      src.limit(Math.min(end, src.position() + SLICE));
      to += file.write(src, to);
    }
  }

  @Override
  public boolean parallel() {
    return true;
  }
}
