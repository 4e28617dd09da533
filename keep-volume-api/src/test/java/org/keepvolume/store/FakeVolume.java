// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.VolumeUnavailableException;

/**
 * A volume in memory with switches: what is stored, what fails, what it records.
 *
 * <p>Its clock moves by a second with each change. Blocks are always old enough for the trash, and
 * past their deadline there. May be used by several threads, on different blocks.
 */
final class FakeVolume implements Volume {
  /** What a test does at the start of an operation. */
  @FunctionalInterface
  interface Step {
    void run() throws VolumeException;
  }

  /** A block that is live or in the trash. */
  private static final class Stored {
    final byte[] bytes;
    final Instant mtime;

    Stored(byte[] bytes, Instant mtime) {
      this.bytes = bytes;
      this.mtime = mtime;
    }
  }

  private static final int PART = 100_000;

  private final String device;
  private final Set<Capability> capabilities;
  private final Map<BlockHash, Stored> blocks = new ConcurrentSkipListMap<>();
  private final Map<BlockHash, Stored> trash = new ConcurrentSkipListMap<>();
  private final AtomicLong seconds = new AtomicLong();
  private final Map<Operation, Step> steps = new ConcurrentHashMap<>();
  private final List<Operation> calls = new CopyOnWriteArrayList<>();
  private volatile boolean deliversNothing;
  private volatile int miscount;

  FakeVolume(String device) {
    this(device, Capability.WRITE);
  }

  FakeVolume(String device, Capability... capabilities) {
    this.device = device;
    this.capabilities = ImmutableSet.copyOf(capabilities);
  }

  /** Stores bytes under their own hash. */
  FakeVolume with(byte[] block) {
    return with(BlockHash.of(block), block);
  }

  /** Stores any bytes under a hash: a damaged copy. */
  FakeVolume with(BlockHash hash, byte[] bytes) {
    blocks.put(hash, new Stored(bytes, Instant.EPOCH));
    return this;
  }

  /** Runs a step at the start of each call of an operation. */
  FakeVolume on(Operation operation, Step step) {
    steps.put(operation, step);
    return this;
  }

  /** Lets an operation fail each time with one exception. */
  FakeVolume failing(VolumeException e) {
    return on(
        e.operation(),
        () -> {
          throw e;
        });
  }

  /** Lets an operation find the device unavailable. */
  FakeVolume unavailable(Operation operation) {
    return failing(new VolumeUnavailableException(operation, null, device, "busy", null, null));
  }

  /** Lets an operation tell that it has begun, and wait, for an interrupt or until it may go on. */
  FakeVolume waiting(Operation operation, CountDownLatch entered, CountDownLatch release) {
    return on(
        operation,
        () -> {
          entered.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallCancelledException(operation, null, device, "interrupted", e);
          }
        });
  }

  /** Breaks RD-3: announces blocks, returns with success, delivers no byte. */
  FakeVolume deliveringNothing() {
    deliversNothing = true;
    return this;
  }

  /** Breaks the contract: returns, of reads, sizes that are wrong by a number of bytes. */
  FakeVolume miscounting(int bytes) {
    miscount = bytes;
    return this;
  }

  @Nullable
  byte[] stored(BlockHash hash) {
    Stored block = blocks.get(hash);
    return block == null ? null : block.bytes;
  }

  /** Returns when a live block was last changed; the epoch if it never was. */
  Instant mtime(BlockHash hash) {
    return blocks.get(hash).mtime;
  }

  boolean trashed(BlockHash hash) {
    return trash.containsKey(hash);
  }

  List<Operation> calls() {
    return calls;
  }

  @Override
  public String deviceId() {
    return device;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    enter(Operation.READ);
    byte[] block = find(Operation.READ, hash).bytes;
    sink.begin(block.length);
    for (int at = 0; at < block.length && !deliversNothing; at += PART) {
      sink.write(ByteBuffer.wrap(block, at, Math.min(PART, block.length - at)), at);
    }
    return block.length + miscount;
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    enter(Operation.WRITE);
    byte[] block = new byte[data.remaining()];
    data.duplicate().get(block);
    blocks.put(hash, new Stored(block, now()));
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    enter(Operation.STAT);
    return info(hash, find(Operation.STAT, hash));
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    enter(Operation.INDEX);
    for (Map.Entry<BlockHash, Stored> block : blocks.entrySet()) {
      if (prefix.matches(block.getKey())
          && !visitor.visit(info(block.getKey(), block.getValue()))) {
        return;
      }
    }
  }

  @Override
  public VolumeStatus status() {
    return new VolumeStatus(OptionalLong.empty(), OptionalLong.empty());
  }

  @Override
  public void close() throws VolumeException {
    enter(Operation.CLOSE);
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    enter(Operation.TOUCH);
    blocks.put(hash, new Stored(find(Operation.TOUCH, hash).bytes, now()));
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    enter(Operation.TRASH);
    Stored block = find(Operation.TRASH, hash);
    if (onlyIfMtime != null && !onlyIfMtime.equals(block.mtime)) {
      return TrashOutcome.CHANGED;
    }
    trash.put(hash, block);
    blocks.remove(hash);
    return TrashOutcome.TRASHED;
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    enter(Operation.UNTRASH);
    if (blocks.containsKey(hash)) {
      return UntrashOutcome.ALREADY_LIVE;
    }
    Stored block = trash.remove(hash);
    if (block == null) {
      throw notFound(Operation.UNTRASH, hash);
    }
    blocks.put(hash, new Stored(block.bytes, now()));
    return UntrashOutcome.RESTORED;
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) {
    throw new AssertionError("the fake does not model this operation");
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    enter(Operation.EMPTY_TRASH);
    long bytes = trash.values().stream().mapToLong(block -> block.bytes.length).sum();
    TrashSweep sweep = new TrashSweep(trash.size(), bytes, 0, 0, 0, 0);
    trash.clear();
    return sweep;
  }

  private void enter(Operation operation) throws VolumeException {
    calls.add(operation);
    Step step = steps.get(operation);
    if (step != null) {
      step.run();
    }
  }

  private Stored find(Operation operation, BlockHash hash) throws BlockNotFoundException {
    Stored block = blocks.get(hash);
    if (block == null) {
      throw notFound(operation, hash);
    }
    return block;
  }

  private Instant now() {
    return Instant.EPOCH.plusSeconds(seconds.incrementAndGet());
  }

  private BlockNotFoundException notFound(Operation operation, BlockHash hash) {
    return new BlockNotFoundException(operation, hash, device, "not found", null);
  }

  private static BlockInfo info(BlockHash hash, Stored block) {
    return new BlockInfo(hash, block.bytes.length, block.mtime);
  }
}
