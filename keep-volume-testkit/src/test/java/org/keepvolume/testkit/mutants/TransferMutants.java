// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.Operation.READ;
import static org.keepvolume.testkit.Clause.RD_12;
import static org.keepvolume.testkit.Clause.RD_3;
import static org.keepvolume.testkit.Clause.RD_5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes in how the parts of a block come to the sink. */
final class TransferMutants {
  private static final int LARGE = 16 << 20;
  private static final int SLICE = 1 << 20;

  private TransferMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
            RD_3,
            "passes on that the block is not found in the middle of a transfer",
            ReadMutants.reading(TransferMutants::notFoundInTheMiddle)),
        Mutant.of(
            RD_3,
            "opens the object anew for each part while it has the same time",
            ReadMutants.reading(TransferMutants::openAnew)),
        Mutant.of(
            RD_3,
            "starts again from offset 0 when the object changes",
            ReadMutants.reading(TransferMutants::startAgain)),
        Mutant.of(
            RD_3,
            "takes a short answer for the end of the block",
            ReadMutants.reading(TransferMutants::shortAnswer)),
        Mutant.of(
            RD_3,
            "asks for room and then passes on its own memory",
            ReadMutants.reading(TransferMutants::askForRoom)),
        Mutant.of(
            RD_5,
            "delivers a part that it asked for twice when the second answer comes",
            (volume, raw, context) -> new SecondAnswer(volume)),
        Mutant.of(
            RD_12,
            "fetches the parts of a large block out of order",
            ReadMutants.reading(TransferMutants::outOfOrder)),
        Mutant.of(
            RD_12,
            "hands a large block to a worker thread",
            ReadMutants.reading(TransferMutants::onAWorker)));
  }

  private static int notFoundInTheMiddle(
      Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink) throws IOException {
    return volume.read(
        hash,
        new ReadMutants.SinkOver(sink) {
          @Override
          public void write(ByteBuffer src, int position) throws IOException {
            if (position > 0 && raw.content(hash).isEmpty()) {
              throw new BlockNotFoundException(READ, hash, volume.deviceId(), "404", null);
            }
            super.write(src, position);
          }
        });
  }

  private static int openAnew(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    Optional<Instant> mtime = raw.mtime(hash);
    return volume.read(
        hash,
        new ReadMutants.SinkOver(sink) {
          @Override
          public void write(ByteBuffer src, int position) throws IOException {
            byte[] now = raw.content(hash).orElse(new byte[0]);
            int end = position + src.remaining();
            super.write(
                end <= now.length && raw.mtime(hash).equals(mtime)
                    ? ByteBuffer.wrap(now).slice(position, src.remaining())
                    : src,
                position);
          }
        });
  }

  private static int startAgain(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    byte[] before = raw.content(hash).orElse(new byte[0]);
    int size = volume.read(hash, sink);
    byte[] after = raw.content(hash).orElse(before);
    return Arrays.equals(before, after) ? size : volume.read(hash, sink);
  }

  private static int shortAnswer(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    return volume.read(
        hash,
        new ReadMutants.SinkOver(sink) {
          @Override
          public void write(ByteBuffer src, int position) throws IOException {
            int there = raw.content(hash).map(now -> now.length).orElse(Integer.MAX_VALUE);
            if (position < there) {
              super.write(src, position);
            }
          }
        });
  }

  private static int askForRoom(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    return volume.read(
        hash,
        new ReadMutants.SinkOver(sink) {
          @Override
          public void write(ByteBuffer src, int position) throws IOException {
            var unused = room(position, src.remaining());
            super.write(src, position);
          }
        });
  }

  /** Asks for the last part a second time, in case the first answer is slow. */
  private static final class SecondAnswer extends ForwardingVolume {
    private final CountDownLatch closing = new CountDownLatch(1);

    SecondAnswer(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      if (!sink.parallel()) {
        return super.read(hash, sink);
      }
      return super.read(
          hash,
          new ReadMutants.SinkOver(sink) {
            @Override
            public void write(ByteBuffer src, int position) throws IOException {
              ByteBuffer again = ByteBuffer.allocate(src.remaining()).put(src.duplicate()).flip();
              if (position == 0) {
                new Thread(() -> writeLate(sink, again)).start();
              }
              super.write(src, position);
            }
          });
    }

    private void writeLate(BlockSink sink, ByteBuffer again) {
      try {
        closing.await();
        sink.write(again, 0);
      } catch (InterruptedException | IOException e) {
        // Nobody waits for it.
      }
    }

    @Override
    public void close() throws VolumeException {
      closing.countDown();
      super.close();
    }
  }

  private static int outOfOrder(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    if (raw.content(hash).map(now -> now.length).orElse(0) <= LARGE) {
      return volume.read(hash, sink);
    }
    List<Integer> held = new ArrayList<>();
    return volume.read(
        hash,
        new ReadMutants.SinkOver(sink) {
          @Override
          public void write(ByteBuffer src, int position) throws IOException {
            if (position == SLICE) {
              held.add(position);
              return;
            }
            super.write(src, position);
            if (!held.isEmpty()) {
              byte[] content = raw.content(hash).orElseThrow();
              super.write(ByteBuffer.wrap(content).slice(held.remove(0), SLICE), SLICE);
            }
          }
        });
  }

  private static int onAWorker(Volume volume, MemoryRaw raw, BlockHash hash, BlockSink sink)
      throws IOException {
    if (raw.content(hash).map(now -> now.length).orElse(0) <= LARGE) {
      return volume.read(hash, sink);
    }
    FutureTask<Integer> task = new FutureTask<>(() -> volume.read(hash, sink));
    Thread worker = new Thread(task);
    worker.start();
    try {
      int size = task.get();
      worker.join();
      return size;
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }
}
