// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static com.google.common.base.Preconditions.checkArgument;
import static org.keepvolume.Operation.INDEX;
import static org.keepvolume.Operation.INDEX_TRASH;
import static org.keepvolume.Operation.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.IndexVisitor;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;

/** The volume stops answering after a number of bytes of a block, or of entries of a listing. */
final class BreakOffFault extends Fault {
  private final int count;

  BreakOffFault(int count) {
    super(
        "break off after " + count,
        EnumSet.of(READ, INDEX, INDEX_TRASH),
        "such a call delivers nothing that could be broken off");
    checkArgument(count >= 0, "the number of bytes or entries is negative: %s", count);
    this.count = count;
  }

  @Override
  int read(FaultCall call, Volume below, BlockHash hash, BlockSink sink) throws IOException {
    int size = below.read(hash, new Head(call, sink));
    if (size == count) {
      throw brokenOff(call);
    }
    return size;
  }

  @Override
  void index(FaultCall call, Volume below, BlockPrefix prefix, IndexVisitor visitor)
      throws IOException {
    Entries entries = new Entries(call);
    below.index(prefix, block -> entries.pass(() -> visitor.visit(block)));
    entries.end();
  }

  @Override
  void indexTrash(FaultCall call, Volume below, BlockPrefix prefix, TrashVisitor visitor)
      throws IOException {
    Entries entries = new Entries(call);
    below.indexTrash(
        prefix, (hash, size, deadline) -> entries.pass(() -> visitor.visit(hash, size, deadline)));
    entries.end();
  }

  @Override
  String excuse() {
    return "the call ended before it got that far";
  }

  private VolumeException brokenOff(FaultCall call) {
    call.done();
    return call.unavailable("broken off after " + count);
  }

  /** Passes the first bytes of a block on; depends on order, hence never parallel. */
  private final class Head implements BlockSink {
    private final FaultCall call;
    private final BlockSink sink;

    Head(FaultCall call, BlockSink sink) {
      this.call = call;
      this.sink = sink;
    }

    @Override
    public void begin(int size) throws IOException {
      sink.begin(size);
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      int left = count - position;
      if (src.remaining() <= left) {
        sink.write(src, position);
        return;
      }
      if (left > 0) {
        sink.write(src.slice(src.position(), left), position);
      }
      throw brokenOff(call);
    }
  }

  /** One entry on its way to the visitor. */
  @FunctionalInterface
  private interface Entry {
    boolean visit() throws IOException;
  }

  /** Passes the first entries of a listing on. */
  private final class Entries {
    private final FaultCall call;
    private int passed;
    private boolean stopped;

    Entries(FaultCall call) {
      this.call = call;
    }

    boolean pass(Entry entry) throws IOException {
      if (passed == count) {
        throw brokenOff(call);
      }
      passed++;
      stopped = !entry.visit();
      return !stopped;
    }

    void end() throws VolumeException {
      if (passed == count && !stopped) {
        throw brokenOff(call);
      }
    }
  }
}
