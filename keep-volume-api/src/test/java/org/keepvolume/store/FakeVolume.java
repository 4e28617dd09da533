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
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
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

/** A volume in memory with switches: what is stored, what fails, what it records. */
final class FakeVolume implements Volume {
  /** What a test does at the start of an operation. */
  @FunctionalInterface
  interface Step {
    void run() throws VolumeException;
  }

  private static final int PART = 100_000;

  private final String device;
  private final Set<Capability> capabilities;
  private final Map<BlockHash, byte[]> blocks = new TreeMap<>();
  private final Map<Operation, Step> steps = new ConcurrentHashMap<>();
  private final List<Operation> calls = new CopyOnWriteArrayList<>();
  private volatile boolean deliversNothing;

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
    blocks.put(hash, bytes);
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

  /** Breaks RD-3: announces blocks, returns with success, delivers no byte. */
  FakeVolume deliveringNothing() {
    deliversNothing = true;
    return this;
  }

  @Nullable
  byte[] stored(BlockHash hash) {
    return blocks.get(hash);
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
    byte[] block = find(Operation.READ, hash);
    sink.begin(block.length);
    for (int at = 0; at < block.length && !deliversNothing; at += PART) {
      sink.write(ByteBuffer.wrap(block, at, Math.min(PART, block.length - at)), at);
    }
    return block.length;
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    enter(Operation.WRITE);
    byte[] block = new byte[data.remaining()];
    data.duplicate().get(block);
    blocks.put(hash, block);
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    enter(Operation.STAT);
    return info(hash, find(Operation.STAT, hash));
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    enter(Operation.INDEX);
    for (Map.Entry<BlockHash, byte[]> block : blocks.entrySet()) {
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
  public void touch(BlockHash hash) {
    throw notModelled();
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) {
    throw notModelled();
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) {
    throw notModelled();
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) {
    throw notModelled();
  }

  @Override
  public TrashSweep emptyTrash() {
    throw notModelled();
  }

  private void enter(Operation operation) throws VolumeException {
    calls.add(operation);
    Step step = steps.get(operation);
    if (step != null) {
      step.run();
    }
  }

  private byte[] find(Operation operation, BlockHash hash) throws BlockNotFoundException {
    byte[] block = blocks.get(hash);
    if (block == null) {
      throw new BlockNotFoundException(operation, hash, device, "not found", null);
    }
    return block;
  }

  private static BlockInfo info(BlockHash hash, byte[] block) {
    return new BlockInfo(hash, block.length, Instant.EPOCH);
  }

  private static AssertionError notModelled() {
    return new AssertionError("the fake does not model this operation");
  }
}
