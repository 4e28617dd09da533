// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeStatus;
import org.keepvolume.testkit.AdjustableClock;

/**
 * The volumes of the second JVM and the commands on them, one at a time.
 *
 * <p>A command is a time, an operation, the number of a volume, and the operation's parameters; the
 * first volume opened has the number 0. A race has volumes and commands of its own.
 */
final class VolumeCommands {
  private final VolumeOpener opener;
  private final String argument;
  private final RaceCommands races;
  private final List<OpenVolume> volumes = new ArrayList<>();

  VolumeCommands(VolumeOpener opener, String argument) {
    this.opener = opener;
    this.argument = argument;
    races = new RaceCommands(opener, argument);
  }

  /** A volume and the clock that it was given. */
  private record OpenVolume(Volume volume, AdjustableClock clock) {}

  /** Runs a command and returns its result. */
  Line run(LineReader command) throws Exception {
    Instant now = command.instant();
    String word = command.text();
    if (RaceCommands.knows(word)) {
      return races.run(now, word, command);
    }
    Operation operation = Operation.valueOf(word);
    if (operation == Operation.OPEN) {
      return open(now, command);
    }
    OpenVolume target = volumes.get((int) command.number());
    target.clock().set(now);
    return run(target.volume(), operation, command);
  }

  private Line open(Instant now, LineReader command) throws Exception {
    boolean systemClock = command.flag();
    TrashPolicy policy = new TrashPolicy(command.duration(), command.duration());
    AdjustableClock clock = new AdjustableClock(now);
    VolumeContext defaults = VolumeContext.defaults();
    InstantSource source = systemClock ? defaults.clock() : clock;
    Volume volume = opener.open(argument, defaults.withClock(source).withTrashPolicy(policy));
    Line line = new Line().add(volumes.size()).add(volume.deviceId());
    for (Capability capability : volume.capabilities()) {
      line.add(capability.name());
    }
    volumes.add(new OpenVolume(volume, clock));
    return line;
  }

  private static Line run(Volume volume, Operation operation, LineReader parameters)
      throws IOException {
    return switch (operation) {
      case OPEN -> throw new IllegalArgumentException("a volume can not be opened twice");
      case READ -> read(volume, parameters.hash());
      case WRITE -> {
        volume.write(parameters.hash(), ByteBuffer.wrap(parameters.bytes()));
        yield new Line();
      }
      case TOUCH -> {
        volume.touch(parameters.hash());
        yield new Line();
      }
      case STAT -> line(volume.stat(parameters.hash()));
      case TRASH ->
          new Line().add(volume.trash(parameters.hash(), parameters.instantOrNull()).name());
      case UNTRASH -> new Line().add(volume.untrash(parameters.hash()).name());
      case INDEX -> index(volume, BlockPrefix.parse(parameters.text()));
      case INDEX_TRASH -> indexTrash(volume, BlockPrefix.parse(parameters.text()));
      case EMPTY_TRASH -> Failures.line(volume.emptyTrash());
      case STATUS -> line(volume.status());
      case CLOSE -> {
        volume.close();
        yield new Line();
      }
    };
  }

  private static Line read(Volume volume, BlockHash hash) throws IOException {
    CapturingSink sink = new CapturingSink();
    int size = volume.read(hash, sink);
    return new Line().add(size).addBytes(sink.content());
  }

  private static Line line(BlockInfo block) {
    return new Line().add(block.hash()).add(block.size()).add(block.mtime());
  }

  private static Line index(Volume volume, BlockPrefix prefix) throws IOException {
    Line line = new Line();
    volume.index(
        prefix,
        block -> {
          line.addAll(line(block));
          return true;
        });
    return line;
  }

  private static Line indexTrash(Volume volume, BlockPrefix prefix) throws IOException {
    Line line = new Line();
    volume.indexTrash(
        prefix,
        (hash, size, deadline) -> {
          line.add(hash).add(size).add(deadline);
          return true;
        });
    return line;
  }

  private static Line line(VolumeStatus status) {
    return new Line().add(orNull(status.freeBytes())).add(orNull(status.usedBytes()));
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
