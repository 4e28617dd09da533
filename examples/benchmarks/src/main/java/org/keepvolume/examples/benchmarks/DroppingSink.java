// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.nio.ByteBuffer;
import org.keepvolume.BlockSink;

/** Lets the bytes go. */
final class DroppingSink implements BlockSink {
  @Override
  public void begin(int size) {}

  @Override
  public void write(ByteBuffer src, int position) {}
}
