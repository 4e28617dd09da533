// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashVisitor;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/**
 * What one call shows while it runs: the bytes that pass, and what the caller's own code throws.
 */
@ThreadSafe
final class Observation {
  private final LongAdder bytes = new LongAdder();

  /** What sink or visitor threw; more than one only from a parallel sink. */
  private final List<Throwable> thrownByCaller = new CopyOnWriteArrayList<>();

  void addBytes(int count) {
    bytes.add(count);
  }

  /** Returns a sink that passes all on to the caller's, and is watched. */
  BlockSink watch(BlockHash hash, BlockSink sink) {
    return new WatchedSink(hash, sink);
  }

  IndexVisitor watch(IndexVisitor visitor) {
    return block -> {
      try {
        return visitor.visit(block);
      } catch (Throwable e) {
        thrownByCaller.add(e);
        throw e;
      }
    };
  }

  TrashVisitor watch(TrashVisitor visitor) {
    return (hash, size, deadline) -> {
      try {
        return visitor.visit(hash, size, deadline);
      } catch (Throwable e) {
        thrownByCaller.add(e);
        throw e;
      }
    };
  }

  FinishedCall finished(
      String device, Operation operation, @Nullable Throwable thrown, long nanos) {
    return new FinishedCall(device, operation, outcome(thrown), bytes.sum(), Math.max(0, nanos));
  }

  private CallOutcome outcome(@Nullable Throwable thrown) {
    if (thrown == null) {
      return CallOutcome.SUCCESS;
    }
    // Same instances: RD-4 and IX-5.
    boolean byCaller = thrownByCaller.stream().anyMatch(own -> own == thrown);
    return byCaller ? CallOutcome.CALLER : CallOutcome.of(thrown);
  }

  /** The caller's sink: counts what it took, and notes what it throws. */
  private final class WatchedSink implements BlockSink {
    private final BlockHash hash;
    private final BlockSink sink;

    WatchedSink(BlockHash hash, BlockSink sink) {
      this.hash = hash;
      this.sink = sink;
    }

    @Override
    public void begin(int size) throws IOException {
      try {
        sink.begin(size);
      } catch (Throwable e) {
        note(e);
        throw e;
      }
    }

    @Override
    public void write(ByteBuffer src, int position) throws IOException {
      int length = src.remaining();
      try {
        sink.write(src, position);
      } catch (Throwable e) {
        note(e);
        throw e;
      }
      bytes.add(length);
    }

    /** Returns the very buffer of the caller's sink, which knows it again when it is written. */
    @Override
    public @Nullable ByteBuffer room(int position, int length) {
      try {
        return sink.room(position, length);
      } catch (Throwable e) {
        note(e);
        throw e;
      }
    }

    @Override
    public boolean parallel() {
      try {
        return sink.parallel();
      } catch (Throwable e) {
        note(e);
        throw e;
      }
    }

    private void note(Throwable thrown) {
      if (!isVerdict(thrown)) {
        thrownByCaller.add(thrown);
      }
    }

    /** Tells a verifying sink's words about this volume's bytes: they name the block alone. */
    private boolean isVerdict(Throwable thrown) {
      return (thrown instanceof BlockCorruptException || thrown instanceof VolumeFailureException)
          && thrown instanceof VolumeException verdict
          && verdict.operation() == Operation.READ
          && verdict.hash().equals(Optional.of(hash))
          && verdict.volume().isEmpty();
    }
  }
}
