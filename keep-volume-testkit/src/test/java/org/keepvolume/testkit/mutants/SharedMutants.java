// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import static org.keepvolume.testkit.Clause.LC_4;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;
import org.keepvolume.testkit.process.DirectoryFixture;
import org.keepvolume.testkit.process.OtherProcess;
import org.keepvolume.testkit.process.VolumeOpener;

/** Mistakes of volumes that several processes share. */
final class SharedMutants {
  private SharedMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.ofFixture(
            LC_4,
            "claims to be shared, and nobody can show it",
            () ->
                new DirectoryFixture(scratch()) {
                  @Override
                  public Optional<OtherProcess> otherProcess() {
                    return Optional.empty();
                  }
                }),
        Mutant.ofFixture(
            LC_4,
            "keeps the blocks in the memory of its process",
            () ->
                new DirectoryFixture(scratch()) {
                  @Override
                  public Optional<OtherProcess> otherProcess() {
                    return Optional.of(OtherProcess.start(InMemoryOpener.class, deviceId()));
                  }

                  private String deviceId() {
                    return "directory:" + root();
                  }
                }),
        Mutant.ofFixture(
            LC_4,
            "remembers what was missing until this process writes it",
            () -> {
              Set<BlockHash> missing = ConcurrentHashMap.newKeySet();
              return new DirectoryFixture(scratch(), volume -> new Remembering(volume, missing));
            }),
        Mutant.ofFixture(
            LC_4,
            "knows the touches of its own process alone",
            () -> {
              Map<BlockHash, BlockInfo> known = new ConcurrentHashMap<>();
              return new DirectoryFixture(scratch(), volume -> new Knowing(volume, known));
            }));
  }

  private static Path scratch() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** Opens a volume in memory that has the device id of the one on the device. */
  public static final class InMemoryOpener implements VolumeOpener {
    @Override
    public Volume open(String argument, VolumeContext context) throws VolumeException {
      return InMemoryVolume.open(new MemoryDevice(argument), context);
    }
  }

  /** Asks the device only once for a block that was missing. */
  private static final class Remembering extends ForwardingVolume {
    private final Set<BlockHash> missing;

    Remembering(Volume volume, Set<BlockHash> missing) {
      super(volume);
      this.missing = missing;
    }

    @Override
    public BlockInfo stat(BlockHash hash) throws VolumeException {
      if (missing.contains(hash)) {
        throw new BlockNotFoundException(Operation.STAT, hash, deviceId(), "known missing", null);
      }
      try {
        return super.stat(hash);
      } catch (BlockNotFoundException e) {
        boolean unused = missing.add(hash);
        throw e;
      }
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      super.write(hash, data);
      boolean unused = missing.remove(hash);
    }
  }

  /** Keeps the mtime of a block of a hundred bytes that it has told, until it changes it itself. */
  private static final class Knowing extends ForwardingVolume {
    private final Map<BlockHash, BlockInfo> known;

    Knowing(Volume volume, Map<BlockHash, BlockInfo> known) {
      super(volume);
      this.known = known;
    }

    @Override
    public BlockInfo stat(BlockHash hash) throws VolumeException {
      BlockInfo now = super.stat(hash);
      return now.size() == 100 ? known.computeIfAbsent(hash, unknown -> now) : now;
    }

    @Override
    public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
      super.write(hash, data);
      known.clear();
    }

    @Override
    public void touch(BlockHash hash) throws VolumeException {
      super.touch(hash);
      known.clear();
    }
  }
}
