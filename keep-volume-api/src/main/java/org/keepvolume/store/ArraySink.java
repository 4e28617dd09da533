// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.nio.ByteBuffer;
import org.keepvolume.BlockSink;

/** Receives a block into an array made when the block's size is known. */
final class ArraySink implements BlockSink {
  private byte[] array = {};

  @Override
  public void begin(int size) {
    array = new byte[size];
  }

  @Override
  public void write(ByteBuffer src, int position) {
    src.get(src.position(), array, position, src.remaining());
  }

  byte[] array() {
    return array;
  }
}
