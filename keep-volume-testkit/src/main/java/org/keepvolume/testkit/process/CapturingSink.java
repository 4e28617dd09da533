// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static com.google.common.base.Preconditions.checkState;

import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import org.keepvolume.BlockSink;

/** Keeps a block that is read, to send it on once it is complete. */
final class CapturingSink implements BlockSink {
  private @Nullable byte[] content;
  private int filled;

  @Override
  public void begin(int size) {
    checkState(content == null, "begin was called twice");
    content = new byte[size];
  }

  @Override
  public void write(ByteBuffer src, int position) {
    int length = src.remaining();
    src.duplicate().get(content, position, length);
    filled += length;
  }

  /**
   * Returns the block.
   *
   * @throws IllegalStateException if it was not delivered as a successful read must
   */
  byte[] content() {
    checkState(content != null, "the read returned without a call of begin");
    checkState(filled == content.length, "the read wrote %s of %s bytes", filled, content.length);
    return content;
  }
}
