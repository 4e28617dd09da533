// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;

/** Mistakes of listings that were thought of from the contract alone. */
final class InventedListingMutants {
  private static final int PAGE = 64;

  private InventedListingMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
            Clause.IX_2,
            "answers a whole hash by stat",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
                    if (prefix.length() < BlockHash.LENGTH || listed(prefix)) {
                      super.index(prefix, visitor);
                    } else {
                      throw new BlockNotFoundException(
                          Operation.INDEX, null, deviceId(), "not stored here", null);
                    }
                  }

                  private boolean listed(BlockPrefix prefix) throws IOException {
                    try {
                      BlockInfo unused = stat(BlockHash.parse(prefix.toString()));
                      return true;
                    } catch (VolumeException e) {
                      return !(e instanceof BlockNotFoundException);
                    }
                  }
                }),
        Mutant.of(
            Clause.IX_4,
            "starts a broken listing again",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
                    AtomicReference<IOException> own = new AtomicReference<>();
                    IndexVisitor watched =
                        block -> {
                          try {
                            return visitor.visit(block);
                          } catch (IOException e) {
                            own.set(e);
                            throw e;
                          }
                        };
                    try {
                      super.index(prefix, watched);
                    } catch (VolumeUnavailableException e) {
                      if (own.get() != null) {
                        throw e;
                      }
                      super.index(prefix, visitor);
                    }
                  }
                }),
        Mutant.of(
            Clause.RD_7,
            "takes an empty block for one being written",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
                    super.index(prefix, block -> block.size() == 0 || visitor.visit(block));
                  }
                }),
        Mutant.of(Clause.IX_1, "pages by offset", (v, raw, c) -> new PagesByOffset(v)),
        Mutant.of(
            Clause.IX_5, "holds a lock while the visitor runs", (v, raw, c) -> new HoldsLock(v)),
        Mutant.of(
            Clause.CX_1, "looks for an interrupt every 64 blocks", (v, raw, c) -> new Deaf(v)));
  }

  private static void checkInterrupted(Volume volume) throws CallCancelledException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CallCancelledException(
          Operation.INDEX, null, volume.deviceId(), "interrupted", null);
    }
  }

  /** Each page is asked for by the number of blocks before it. */
  private static final class PagesByOffset extends ForwardingVolume {
    PagesByOffset(Volume volume) {
      super(volume);
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      int offset = 0;
      List<BlockInfo> page;
      do {
        page = page(prefix, offset);
        for (BlockInfo block : page) {
          checkInterrupted(this);
          if (!visitor.visit(block)) {
            return;
          }
        }
        offset += PAGE;
      } while (page.size() == PAGE);
    }

    private List<BlockInfo> page(BlockPrefix prefix, int offset) throws IOException {
      List<BlockInfo> page = new ArrayList<>();
      AtomicInteger count = new AtomicInteger();
      super.index(
          prefix,
          block -> {
            if (count.getAndIncrement() >= offset) {
              page.add(block);
            }
            return page.size() < PAGE;
          });
      return page;
    }
  }

  /** Listings keep changes out, even those of their own visitor. */
  private static final class HoldsLock extends ForwardingVolume {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    HoldsLock(Volume volume) {
      super(volume);
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      lock.readLock().lock();
      try {
        super.index(prefix, visitor);
      } finally {
        lock.readLock().unlock();
      }
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      lockForChange(Operation.WRITE, hash);
      try {
        super.write(hash, data);
      } finally {
        lock.writeLock().unlock();
      }
    }

    @Override
    public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
        throws VolumeException {
      lockForChange(Operation.TRASH, hash);
      try {
        return super.trash(hash, onlyIfMtime);
      } finally {
        lock.writeLock().unlock();
      }
    }

    private void lockForChange(Operation operation, BlockHash hash) throws VolumeException {
      try {
        if (!lock.writeLock().tryLock(300, TimeUnit.MILLISECONDS)) {
          throw new VolumeUnavailableException(
              operation, hash, deviceId(), "locked by a listing", null, null);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CallCancelledException(operation, hash, deviceId(), "interrupted", e);
      }
    }
  }

  /** An interrupt waits for the end of the page. */
  private static final class Deaf extends ForwardingVolume {
    Deaf(Volume volume) {
      super(volume);
    }

    @Override
    public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
      AtomicBoolean interrupted = new AtomicBoolean();
      AtomicInteger count = new AtomicInteger();
      try {
        super.index(
            prefix,
            block -> {
              boolean more = visitor.visit(block);
              if (count.incrementAndGet() % PAGE == 0) {
                checkInterrupted(this);
              }
              if (Thread.interrupted()) {
                interrupted.set(true);
              }
              return more;
            });
      } finally {
        if (interrupted.get()) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
