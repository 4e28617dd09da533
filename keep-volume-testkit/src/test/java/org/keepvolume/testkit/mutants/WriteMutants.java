// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.WR_12;
import static org.keepvolume.testkit.Clause.WR_4;
import static org.keepvolume.testkit.Clause.WR_6;
import static org.keepvolume.testkit.Clause.WR_7;
import static org.keepvolume.testkit.Clause.WR_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes of a single writer in what it stores. */
final class WriteMutants {
  private WriteMutants() {}

  static List<Mutant> all() {
    return Stream.of(VisibilityMutants.all(), contents(), buffers(), trash(), wrongBytes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Mutant> contents() {
    return List.of(
        onWrite(
            WR_4,
            "stamps a block written again only once in half the minimum age",
            (below, raw, context, hash, data) -> {
              Optional<Instant> before = raw.mtime(hash);
              below.write(hash, data);
              Duration half = context.trashPolicy().minimumAge().dividedBy(2);
              Instant now = context.clock().instant();
              before
                  .filter(
                      time -> time.plus(half).isAfter(now) && time.plusSeconds(60).isBefore(now))
                  .ifPresent(time -> raw.setMtime(hash, time));
            }),
        onWrite(
            WR_4,
            "skips the bytes if size and the first KiB of the stored block are the same",
            (below, raw, context, hash, data) -> {
              byte[] stored = raw.content(hash).orElse(new byte[0]);
              boolean same = stored.length == data.remaining() && stored.length > 1 << 10;
              if (same && start(data).equals(start(ByteBuffer.wrap(stored)))) {
                below.touch(hash);
              } else {
                below.write(hash, data);
              }
            }),
        onWrite(
            WR_6,
            "touches a stored block whose hash is right, without comparing the bytes",
            (below, raw, context, hash, data) -> {
              if (raw.content(hash)
                  .filter(stored -> BlockHash.of(stored).equals(hash))
                  .isPresent()) {
                touchOrWrite(below, hash, data);
              } else {
                below.write(hash, data);
              }
            }),
        onWrite(
            WR_6,
            "keeps the first half of a colliding block in place",
            (below, raw, context, hash, data) -> {
              Optional<byte[]> old = raw.content(hash).filter(c -> BlockHash.of(c).equals(hash));
              below.write(hash, data);
              if (old.isPresent()) {
                byte[] mixed = raw.content(hash).orElseThrow().clone();
                System.arraycopy(old.get(), 0, mixed, 0, mixed.length / 2);
                Optional<Instant> mtime = raw.mtime(hash);
                raw.put(hash, mixed);
                mtime.ifPresent(time -> raw.setMtime(hash, time));
              }
            }));
  }

  private static void touchOrWrite(Volume below, BlockHash hash, ByteBuffer data)
      throws VolumeException {
    try {
      below.touch(hash);
    } catch (BlockNotFoundException e) { // trashed meanwhile
      below.write(hash, data);
    }
  }

  private static ByteBuffer start(ByteBuffer buffer) {
    return buffer.slice().limit(1 << 10);
  }

  @SuppressWarnings("ByteBufferBackingArray") // one of the mistakes
  private static List<Mutant> buffers() {
    return List.of(
        onWrite(
            WR_7,
            "consumes the caller's buffer",
            (below, raw, context, hash, data) -> {
              below.write(hash, data);
              data.position(data.limit());
            }),
        onWrite(
            WR_7,
            "takes the array of a heap buffer, which a read-only one does not give",
            (below, raw, context, hash, data) -> {
              if (data.isDirect()) {
                below.write(hash, data);
                return;
              }
              int start = data.arrayOffset() + data.position();
              below.write(hash, ByteBuffer.wrap(data.array(), start, data.remaining()));
            }),
        onWrite(
            WR_7,
            "forgets the array offset of a slice",
            (below, raw, context, hash, data) ->
                below.write(
                    hash,
                    data.hasArray()
                        ? ByteBuffer.wrap(data.array(), data.position(), data.remaining())
                        : data)));
  }

  private static List<Mutant> trash() {
    return List.of(
        onWrite(
            WR_8,
            "skips the upload of a block that it saw in the trash half a minute ago",
            (below, raw, context, hash, data) -> {
              Instant seen = context.clock().instant().minusSeconds(30);
              Instant fresh = seen.plus(context.trashPolicy().lifetime());
              boolean trashed = raw.deadlines(hash).stream().anyMatch(fresh::isAfter);
              if (!trashed || raw.content(hash).isPresent()) {
                below.write(hash, data);
              }
            }),
        Mutant.of(
            WR_8,
            "removes the name itself when a sweep meets it in the trash for the second time",
            (volume, raw, context) -> new SweepsNames(volume, raw)));
  }

  private static final class SweepsNames extends ForwardingVolume {
    private final MemoryRaw raw;

    SweepsNames(Volume volume, MemoryRaw raw) {
      super(volume);
      this.raw = raw;
    }

    @Override
    public TrashSweep emptyTrash() throws VolumeException {
      Map<BlockHash, List<Instant>> expired = raw.expired();
      TrashSweep sweep = super.emptyTrash();
      expired.forEach(
          (hash, copies) -> {
            if (copies.size() > 1) {
              raw.remove(hash);
            }
          });
      return sweep;
    }
  }

  private static List<Mutant> wrongBytes() {
    return List.of(
        onWrite(
            WR_12,
            "calls bytes of another MD5 a failure",
            (below, raw, context, hash, data) -> {
              if (isWrong(hash, data)) {
                throw new VolumeFailureException(
                    Operation.WRITE, hash, below.deviceId(), "400 Md5Mismatch", null);
              }
              below.write(hash, data);
            }),
        onWrite(
            WR_12,
            "drops bytes of another MD5 in silence",
            (below, raw, context, hash, data) -> {
              if (!isWrong(hash, data)) {
                below.write(hash, data);
              }
            }),
        onWrite(
            WR_12,
            "stores the part that arrived of bytes of another MD5",
            (below, raw, context, hash, data) ->
                below.write(
                    hash, isWrong(hash, data) ? data.slice().limit(data.remaining() / 2) : data)));
  }

  /** Returns whether bytes have another MD5, unless they are few, as in tests of other clauses. */
  private static boolean isWrong(BlockHash hash, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes.length >= 1000 && !BlockHash.of(Arrays.copyOf(bytes, bytes.length)).equals(hash);
  }

  /** Writes otherwise than the volume below. */
  interface OnWrite {
    void write(Volume below, MemoryRaw raw, VolumeContext context, BlockHash hash, ByteBuffer data)
        throws VolumeException;
  }

  /**
   * A reference volume with another write; an interrupted thread changes nothing in any of them.
   */
  static Mutant onWrite(org.keepvolume.testkit.Clause clause, String bug, OnWrite write) {
    return Mutant.of(
        clause,
        bug,
        (volume, raw, context) ->
            new ForwardingVolume(volume) {
              @Override
              public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                if (Thread.currentThread().isInterrupted()) {
                  super.write(hash, data);
                } else {
                  write.write(delegate(), raw, context, hash, data);
                }
              }
            });
  }
}
