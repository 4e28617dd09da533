// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.keepvolume.BlockSink;
import org.keepvolume.testkit.RecordingSink;

/** A sink that records whole parts, but consumes only half of each. */
final class PartlyTakingSink implements BlockSink {
  private final RecordingSink recording;

  PartlyTakingSink(RecordingSink recording) {
    this.recording = recording;
  }

  @Override
  public void begin(int size) throws IOException {
    recording.begin(size);
  }

  @Override
  public void write(ByteBuffer src, int position) throws IOException {
    recording.write(src.duplicate(), position);
    var unused = src.position(src.limit() - src.remaining() / 2);
  }
}
