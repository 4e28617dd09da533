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

/** The read announces and delivers the beginning of the block, as of a copy that was cut off. */
final class ShortenFault extends Fault {
  private final int newSize;

  ShortenFault(int newSize) {
    super(
        "shorten the block to " + newSize + " bytes",
        EnumSet.of(Operation.READ),
        "only a read delivers a block that can be too short");
    this.newSize = checkElementIndex(newSize, Volume.MAX_BLOCK_SIZE, "size");
  }

  @Override
  int read(FaultCall call, Volume below, BlockHash hash, BlockSink sink) throws IOException {
    return Math.min(newSize, below.read(hash, new Shortening(call, sink)));
  }

  @Override
  String excuse() {
    return "the read found no block that is longer";
  }

  /** Passes the beginning of a block on as if it were all; lends no memory for the rest. */
  private final class Shortening implements BlockSink {
    private final FaultCall call;
    private final BlockSink sink;

    Shortening(FaultCall call, BlockSink sink) {
      this.call = call;
      this.sink = sink;
    }

    @Override
    public void begin(int size) throws IOException {
      if (size > newSize) {
        call.done();
      }
      sink.begin(Math.min(size, newSize));
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      int length = Math.min(src.remaining(), newSize - position);
      if (length > 0) {
        sink.write(src.slice(src.position(), length), position);
      }
    }

    @Override
    public boolean parallel() {
      return sink.parallel();
    }
  }
}
