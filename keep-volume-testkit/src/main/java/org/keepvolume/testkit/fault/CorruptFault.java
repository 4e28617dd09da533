// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static com.google.common.base.Preconditions.checkElementIndex;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.Operation;
import org.keepvolume.Volume;

/** The read delivers one wrong byte, and the volume does not notice. */
final class CorruptFault extends Fault {
  private final int offset;

  CorruptFault(int offset) {
    super(
        "corrupt the byte at " + offset,
        EnumSet.of(Operation.READ),
        "only a read delivers bytes that can be wrong");
    this.offset = checkElementIndex(offset, Volume.MAX_BLOCK_SIZE, "offset");
  }

  @Override
  int read(FaultCall call, Volume below, BlockHash hash, BlockSink sink) throws IOException {
    return below.read(hash, new Corrupting(call, sink));
  }

  @Override
  String excuse() {
    return "the read did not get to that byte";
  }

  /** Passes a block on with a flipped bit; lends no memory, since the parts are not its own. */
  private final class Corrupting implements BlockSink {
    private final FaultCall call;
    private final BlockSink sink;

    Corrupting(FaultCall call, BlockSink sink) {
      this.call = call;
      this.sink = sink;
    }

    @Override
    public void begin(int size) throws IOException {
      sink.begin(size);
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      int at = offset - position;
      if (at < 0 || at >= src.remaining()) {
        sink.write(src, position);
        return;
      }
      ByteBuffer part = ByteBuffer.allocate(src.remaining()).put(src.duplicate()).flip();
      part.put(at, (byte) (part.get(at) ^ 1));
      call.done();
      sink.write(part, position);
    }

    @Override
    public boolean parallel() {
      return sink.parallel();
    }
  }
}
