// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.LC_3;
import static org.keepvolume.testkit.Clause.LC_5;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashVisitor;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;

/** Mistakes with threads, locks and descriptors. */
final class ConcurrencyMutants {
  private ConcurrencyMutants() {}

  static List<Mutant> all() {
    // Keeps what is leaked from being collected, as a leak in a backend would.
    Queue<AutoCloseable> leaked = new ConcurrentLinkedQueue<>();
    return List.of(
        Mutant.of(
            LC_3,
            "one buffer for all reads of small blocks",
            (volume, raw, context) -> new OneBuffer(volume)),
        Mutant.of(
            LC_3,
            "keeps the block locked when the sink fails",
            (volume, raw, context) -> new LockedBySink(volume)),
        Mutant.of(
            LC_3,
            "keeps the volume locked when the visitor fails, so that touch hangs",
            (volume, raw, context) -> new LockedByVisitor(volume)),
        Mutant.of(
            LC_3,
            "leaves the lock file locked when the block is missing",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    try {
                      super.touch(hash);
                    } catch (BlockNotFoundException e) {
                      raw.holdLock("lock of " + hash);
                      throw e;
                    }
                  }
                }),
        Mutant.of(
            LC_5,
            "leaves a thread behind when a visitor of the trash fails",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor)
                      throws IOException {
                    CountDownLatch ended = new CountDownLatch(1);
                    startWaiting("lister", ended);
                    super.indexTrash(prefix, visitor);
                    ended.countDown();
                  }
                }),
        Mutant.of(
            LC_5,
            "leaves a descriptor open when the sink fails at begin",
            (volume, raw, context) -> new Leaking(volume, leaked)),
        Mutant.of(
            LC_5,
            "shuts the executor down that it was given",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void close() throws VolumeException {
                    context
                        .executor()
                        .ifPresent(executor -> ((ExecutorService) executor).shutdown());
                    super.close();
                  }
                }));
  }

  private static void startWaiting(String name, CountDownLatch end) {
    Thread thread =
        new Thread(
            () -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Brings every small block through the same memory. */
  private static final class OneBuffer extends ForwardingVolume {
    private static final int SMALL = 1 << 18;
    private final byte[] buffer = new byte[SMALL];

    OneBuffer(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      return super.read(
          hash,
          new ReadMutants.SinkOver(sink) {
            @Override
            public void write(ByteBuffer src, int position) throws IOException {
              int length = src.remaining();
              if (position > 0 || length > SMALL) {
                super.write(src, position);
                return;
              }
              src.get(buffer, 0, length);
              for (int i = 0; i < 1000; i++) {
                Thread.onSpinWait();
              }
              super.write(ByteBuffer.wrap(buffer, 0, length), position);
            }
          });
    }
  }

  /** Locks for a read and a touch, and forgets to unlock where the sink fails. */
  private static final class LockedBySink extends ForwardingVolume {
    private final ReentrantLock lock = new ReentrantLock();

    LockedBySink(Volume volume) {
      super(volume);
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      return super.read(
          hash,
          new ReadMutants.SinkOver(sink) {
            @Override
            public void begin(int size) throws IOException {
              boolean locked = lock.tryLock();
              super.begin(size);
              if (locked) {
                lock.unlock();
              }
            }
          });
    }

    @Override
    public void touch(BlockHash hash) throws VolumeException {
      if (lock.isLocked() && !lock.isHeldByCurrentThread()) {
        throw new VolumeUnavailableException(
            Operation.TOUCH, hash, deviceId(), "the block is locked", null, null);
      }
      super.touch(hash);
    }
  }

  /** Locks for an index and a touch, and forgets to unlock where the visitor fails. */
  private static final class LockedByVisitor extends ForwardingVolume {
    private final ReentrantLock lock = new ReentrantLock();

    LockedByVisitor(Volume volume) {
      super(volume);
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      super.index(
          prefix,
          block -> {
            boolean more = true;
            try {
              more = visitor.visit(block);
            } catch (IOException e) {
              lock.lock();
              throw e;
            }
            return more;
          });
    }

    @Override
    public void touch(BlockHash hash) throws VolumeException {
      if (lock.isLocked() && !lock.isHeldByCurrentThread()) {
        lock.lock(); // held for ever; a touch that waits for another touch is not the mistake here
      }
      super.touch(hash);
    }
  }

  /** Closes what it reads from only if all goes well. */
  private static final class Leaking extends ForwardingVolume {
    private final Queue<AutoCloseable> leaked;

    Leaking(Volume volume, Queue<AutoCloseable> leaked) {
      super(volume);
      this.leaked = leaked;
    }

    @Override
    public int read(BlockHash hash, BlockSink sink) throws IOException {
      return super.read(
          hash,
          new ReadMutants.SinkOver(sink) {
            @Override
            public void begin(int size) throws IOException {
              FileInputStream file = new FileInputStream("pom.xml");
              boolean unused = leaked.add(file);
              super.begin(size);
              file.close();
            }
          });
    }
  }
}
