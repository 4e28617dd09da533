// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import static org.keepvolume.testkit.DeviceFault.SWEEP_BROKEN_OFF;
import static org.keepvolume.testkit.DeviceFault.WRITE_BROKEN_OFF;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeStatus;
import org.keepvolume.testkit.memory.MemoryDevice.Stored;
import org.keepvolume.testkit.memory.MemoryDevice.Trashed;

/**
 * The reference: a volume in memory that keeps every clause of {WRITE, TRASH}, to be read as the
 * contract's second description.
 *
 * <p>What looks and then changes holds the device's one permit meanwhile. Bytes are copied, and
 * sinks and visitors called, without it.
 */
@ThreadSafe
public final class InMemoryVolume implements Volume {
  private static final int SLICE = 1 << 20;
  private static final Duration RESIDUE_AGE = Duration.ofDays(1);
  private static final Set<Capability> CAPABILITIES =
      Sets.immutableEnumSet(Capability.WRITE, Capability.TRASH);

  private final MemoryDevice device;
  private final VolumeContext context;

  private InMemoryVolume(MemoryDevice device, VolumeContext context) {
    this.device = device;
    this.context = context;
  }

  /**
   * Opens a volume.
   *
   * @param device where its blocks are; may serve several volumes at once
   * @param context clock and trash policy
   * @return the volume; a call that cannot go on for 10 seconds is unavailable (CX-2)
   * @throws VolumeFailureException if the device was removed (LC-1)
   */
  public static InMemoryVolume open(MemoryDevice device, VolumeContext context)
      throws VolumeException {
    if (!device.exists()) {
      throw new VolumeFailureException(
          Operation.OPEN, null, device.id(), "there is no device " + device.id(), null);
    }
    return new InMemoryVolume(device, context);
  }

  @Override
  public String deviceId() {
    return device.id();
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    MemoryCall call = new MemoryCall(device, Operation.READ, hash);
    Stored stored;
    try (MemoryCall held = call.hold()) {
      stored = held.requirePlain();
    }
    if (stored.size() > MAX_BLOCK_SIZE) { // RD-8
      String detail = stored.size() + " bytes; a block has at most " + MAX_BLOCK_SIZE;
      throw new BlockTooLargeException(Operation.READ, hash, deviceId(), detail, null);
    }
    ByteBuffer content = ByteBuffer.wrap(stored.content()).asReadOnlyBuffer();
    sink.begin(content.capacity());
    for (int position = 0; position < content.capacity(); position += SLICE) {
      call.checkInterrupted();
      int length = Math.min(SLICE, content.capacity() - position);
      sink.write(content.slice(position, length), position);
    }
    return content.capacity();
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    MemoryCall call = new MemoryCall(device, Operation.WRITE, hash);
    call.checkInterrupted();
    ByteBuffer source = data.duplicate();
    byte[] content = new byte[source.remaining()];
    String unfinished = "unfinished " + hash + ' ' + UUID.randomUUID();
    device.unfinished.put(unfinished, Stored.plain(content, now()));
    try {
      for (int position = 0; position < content.length; position += SLICE) {
        call.checkInterrupted();
        source.get(content, position, Math.min(SLICE, content.length - position));
        if (content.length >= SLICE && device.strikes(WRITE_BROKEN_OFF)) {
          throw call.unavailable("the device broke off in the middle");
        }
      }
      try (MemoryCall held = call.hold()) {
        Optional<Stored> previous = held.plain(); // what is no plain object stays (RD-11)
        long more = content.length - previous.map(Stored::size).orElse(0L);
        if (more > device.free()) { // WR-9
          throw new VolumeFullException(
              Operation.WRITE, hash, deviceId(), "no room for " + content.length + " bytes", null);
        }
        device.live.put(hash, Stored.plain(content, fresh(previous)));
        held.answer();
      }
    } finally {
      device.unfinished.remove(unfinished); // WR-3
    }
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    try (MemoryCall call = begin(Operation.TOUCH, hash)) {
      Stored stored = call.requirePlain();
      device.live.put(hash, stored.withMtime(fresh(Optional.of(stored))));
      call.answer();
    }
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    try (MemoryCall call = begin(Operation.STAT, hash)) {
      Stored stored = call.requirePlain();
      return new BlockInfo(hash, stored.size(), stored.mtime());
    }
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    try (MemoryCall call = begin(Operation.TRASH, hash)) { // the permit makes it one step (TR-7)
      Stored stored = call.requirePlain();
      if (onlyIfMtime != null && !onlyIfMtime.equals(stored.mtime())) {
        return TrashOutcome.CHANGED;
      }
      Instant now = now();
      TrashPolicy policy = context.trashPolicy();
      if (Duration.between(stored.mtime(), now).compareTo(policy.minimumAge()) < 0) {
        return TrashOutcome.TOO_RECENT;
      }
      boolean keep = !policy.lifetime().isZero();
      if (keep) {
        Instant deadline = now.plus(policy.lifetime()).truncatedTo(ChronoUnit.SECONDS);
        device.trash.put(new Trashed(hash, deadline), stored);
      }
      device.live.remove(hash);
      call.answer();
      return keep ? TrashOutcome.TRASHED : TrashOutcome.DELETED;
    }
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    try (MemoryCall call = begin(Operation.UNTRASH, hash)) {
      if (call.plain().isPresent()) {
        return UntrashOutcome.ALREADY_LIVE;
      }
      Trashed latest =
          device.trash.keySet().stream()
              .filter(copy -> copy.hash().equals(hash))
              .max(Comparator.comparing(Trashed::deadline)) // TR-12
              .orElseThrow(call::missing);
      device.live.put(hash, device.trash.get(latest).withMtime(now()));
      device.trash.remove(latest);
      call.answer();
      return UntrashOutcome.RESTORED;
    }
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    MemoryCall call = begin(Operation.INDEX, null);
    call.close(); // a visitor may call this volume
    for (Map.Entry<BlockHash, Stored> entry : device.live.entrySet()) { // copies nothing (IX-6)
      call.next();
      Stored stored = entry.getValue();
      if (prefix.matches(entry.getKey())
          && stored.kind() == null
          && !visitor.visit(new BlockInfo(entry.getKey(), stored.size(), stored.mtime()))) {
        return;
      }
    }
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    MemoryCall call = begin(Operation.INDEX_TRASH, null);
    call.close(); // a visitor may call this volume
    for (Map.Entry<Trashed, Stored> entry : device.trash.entrySet()) {
      call.next();
      Trashed copy = entry.getKey();
      if (prefix.matches(copy.hash())
          && !visitor.visit(copy.hash(), entry.getValue().size(), copy.deadline())) {
        return;
      }
    }
  }

  @Override
  @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // the maps are concurrent
  public TrashSweep emptyTrash() throws VolumeException {
    SweepCounts counts = new SweepCounts();
    try (MemoryCall call = begin(Operation.EMPTY_TRASH, null)) {
      Instant now = now();
      for (Trashed copy : device.trash.keySet()) {
        boolean expired = !copy.deadline().isAfter(now);
        Stored found = expired ? device.trash.remove(copy) : device.trash.get(copy);
        if (found == null) { // taken behind the volume's back meanwhile
          continue;
        }
        counts.trashed(expired, found);
        call.checkInterrupted();
        if (counts.deleted() && device.strikes(SWEEP_BROKEN_OFF)) {
          throw call.unavailable("the device broke off in the middle");
        }
      }
      for (Map.Entry<String, Stored> entry : device.unfinished.entrySet()) {
        if (entry.getValue().mtime().isBefore(now.minus(RESIDUE_AGE))) { // TR-11
          counts.residue(device.unfinished.remove(entry.getKey()));
        }
      }
      call.answer();
      return counts.sweep();
    } catch (VolumeException e) {
      throw e.initSweep(counts.sweep());
    }
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    MemoryCall call = begin(Operation.STATUS, null);
    call.close();
    return new VolumeStatus(OptionalLong.of(device.free()), OptionalLong.of(device.used()));
  }

  @Override
  public void close() {} // it has nothing of its own

  /** Returns the kind of volume and its device, such as {@code memory:disk0}. */
  @Override
  public String toString() {
    return "memory:" + device.id();
  }

  private MemoryCall begin(Operation operation, @Nullable BlockHash hash) throws VolumeException {
    return new MemoryCall(device, operation, hash).hold();
  }

  private Instant now() {
    return context.clock().instant();
  }

  /** Returns the present, or the block's time where that is later (TM-3). */
  private Instant fresh(Optional<Stored> previous) {
    Instant now = now();
    return previous.map(Stored::mtime).filter(now::isBefore).orElse(now);
  }
}
