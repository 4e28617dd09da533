// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.WR_10;
import static org.keepvolume.testkit.Clause.WR_11;
import static org.keepvolume.testkit.Clause.WR_3;
import static org.keepvolume.testkit.Clause.WR_9;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.memory.MemoryRaw;

/** Mistakes when a write fails, and on a full device. */
final class FailedWriteMutants {
  /** Smaller writes are not broken off by the device. */
  private static final int LARGE = 1 << 20;

  private FailedWriteMutants() {}

  static List<Mutant> all() {
    return Stream.of(brokenOff(), full(), onFull(), powerLoss()).flatMap(List::stream).toList();
  }

  private static List<Mutant> brokenOff() {
    return List.of(
        onBrokenOff(
            "leaves its temporary object behind when the device breaks off",
            (raw, hash, data, e) -> {
              raw.leaveBehind(hash + " that nobody removes");
              throw e;
            }),
        onBrokenOff(
            "publishes the part that it had when the device broke off",
            (raw, hash, data, e) -> {
              raw.put(hash, bytes(data.slice().limit(data.remaining() / 2)));
              throw e;
            }),
        onBrokenOff(
            "cleans up after a failure by removing the block's name",
            (raw, hash, data, e) -> {
              raw.remove(hash);
              throw e;
            }),
        onBrokenOff(
            "ignores that the device broke off, and reports success", (raw, hash, data, e) -> {}),
        onBrokenOff(
            "begins again behind what it had written, as an append does",
            (raw, hash, data, e) -> {
              ByteBuffer part = data.slice().limit(data.remaining() / 2);
              ByteBuffer twice = ByteBuffer.allocate(part.remaining() + data.remaining());
              raw.put(hash, twice.put(part).put(data.duplicate()).array());
            }),
        onBrokenOff(
            "tries again with the consumed buffer",
            (raw, hash, data, e) -> raw.put(hash, new byte[0])),
        Mutant.of(
            WR_3,
            "takes what a dead writer left for a lock",
            (volume, raw, context) ->
                new ForwardingVolume(volume) {
                  @Override
                  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
                    String left = "unfinished " + hash + " of a dead writer";
                    if (data.remaining() >= LARGE && raw.residue().contains(left)) {
                      throw new VolumeUnavailableException(
                          Operation.WRITE, hash, deviceId(), "being written", null, null);
                    }
                    super.write(hash, data);
                  }
                }));
  }

  /** Does something other than passing a failure on. */
  private interface AfterFailure {
    void act(MemoryRaw raw, BlockHash hash, ByteBuffer data, VolumeUnavailableException e)
        throws VolumeException;
  }

  private static Mutant onBrokenOff(String bug, AfterFailure after) {
    return WriteMutants.onWrite(
        WR_3,
        bug,
        (below, raw, context, hash, data) -> {
          try {
            below.write(hash, data);
          } catch (VolumeUnavailableException e) {
            if (data.remaining() < LARGE || !e.detail().contains("broke off")) {
              throw e;
            }
            after.act(raw, hash, data, e);
          }
        });
  }

  private static byte[] bytes(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes;
  }

  private static List<Mutant> full() {
    return List.of(
        WriteMutants.onWrite(
            WR_9,
            "calls a full device a failure",
            (below, raw, context, hash, data) -> {
              try {
                below.write(hash, data);
              } catch (VolumeFullException e) {
                throw new VolumeFailureException(
                    Operation.WRITE, hash, below.deviceId(), "507 from the device", e);
              }
            }),
        onFullWrite(
            "leaves what still fitted on a full device",
            (raw, hash, data) -> {
              if (raw.content(hash).isEmpty()) {
                raw.put(hash, bytes(data.slice().limit(100)));
              }
            }),
        onFullWrite(
            "empties the old block before it finds the device full",
            (raw, hash, data) -> {
              Optional<byte[]> old = raw.content(hash);
              if (old.isPresent()) {
                raw.put(hash, new byte[0]);
              }
            }));
  }

  /** Does something before a full device is told of. */
  private interface OnFull {
    void act(MemoryRaw raw, BlockHash hash, ByteBuffer data);
  }

  private static Mutant onFullWrite(String bug, OnFull before) {
    return WriteMutants.onWrite(
        WR_9,
        bug,
        (below, raw, context, hash, data) -> {
          try {
            below.write(hash, data);
          } catch (VolumeFullException e) {
            before.act(raw, hash, data);
            throw e;
          }
        });
  }

  private static List<Mutant> onFull() {
    return List.of(
        Mutant.of(
            WR_11,
            "touch makes a lock object first",
            (volume, raw, context) ->
                new NeedsRoom(volume) {
                  @Override
                  public void touch(BlockHash hash) throws VolumeException {
                    requireRoom(Operation.TOUCH, hash);
                    super.touch(hash);
                  }
                }),
        Mutant.of(
            WR_11,
            "trash copies the block before it removes it",
            (volume, raw, context) ->
                new NeedsRoom(volume) {
                  @Override
                  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime)
                      throws VolumeException {
                    requireRoom(Operation.TRASH, hash);
                    return super.trash(hash, onlyIfMtime);
                  }
                }),
        Mutant.of(
            WR_11,
            "a sweep keeps a journal",
            (volume, raw, context) ->
                new NeedsRoom(volume) {
                  @Override
                  public TrashSweep emptyTrash() throws VolumeException {
                    requireRoom(Operation.EMPTY_TRASH, null);
                    return super.emptyTrash();
                  }
                }));
  }

  private abstract static class NeedsRoom extends ForwardingVolume {
    NeedsRoom(Volume volume) {
      super(volume);
    }

    void requireRoom(Operation operation, @Nullable BlockHash hash) throws VolumeException {
      boolean interrupted = Thread.interrupted(); // the device is asked in any case
      try {
        if (status().freeBytes().orElse(1) == 0) {
          throw new VolumeFullException(operation, hash, deviceId(), "no room for a byte", null);
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static List<Mutant> powerLoss() {
    Clause clause = WR_10;
    return List.of(
        DurableFixture.withViolation(
            clause,
            "renames a block without a sync of its content",
            "write: rename without an fsync of the file before it"),
        DurableFixture.withViolation(
            clause,
            "returns before the directory is synced",
            "write: returned without an fsync of the directory after the rename"),
        DurableFixture.withViolation(
            clause,
            "does not sync the directory above a new one",
            "write: returned without an fsync of the directory above the new 3f7"),
        DurableFixture.withViolation(
            clause,
            "tries a failed sync again and reports success",
            "write: returned although an fsync of the file failed with EIO"),
        DurableFixture.withoutEvidence(clause, "claims to be durable and shows nothing"));
  }
}
