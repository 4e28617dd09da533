// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import org.keepvolume.BlockSink;

/** A sink that passes every call on to another. */
class PassingSink implements BlockSink {
  private final BlockSink sink;

  PassingSink(BlockSink sink) {
    this.sink = sink;
  }

  @Override
  public void begin(int size) throws IOException {
    sink.begin(size);
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    sink.write(src, position);
  }

  @Override
  @Nullable
  public ByteBuffer room(int position, int length) {
    return sink.room(position, length);
  }

  @Override
  public boolean parallel() {
    return sink.parallel();
  }
}
