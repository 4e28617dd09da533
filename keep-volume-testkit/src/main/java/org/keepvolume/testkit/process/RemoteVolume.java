// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
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

/** A volume of another process, as {@link OtherProcess#open} describes it. */
final class RemoteVolume implements Volume {
  private final OtherProcess process;
  private final InstantSource clock;
  private final long number;
  private final String deviceId;
  private final Set<Capability> capabilities;

  private RemoteVolume(
      OtherProcess process,
      InstantSource clock,
      long number,
      String deviceId,
      Set<Capability> capabilities) {
    this.process = process;
    this.clock = clock;
    this.number = number;
    this.deviceId = deviceId;
    this.capabilities = Set.copyOf(capabilities);
  }

  /** Makes a volume of the answer to the command that opened it. */
  static RemoteVolume opened(OtherProcess process, InstantSource clock, LineReader answer) {
    long number = answer.number();
    String deviceId = answer.text();
    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    while (answer.hasNext()) {
      capabilities.add(Capability.valueOf(answer.text()));
    }
    return new RemoteVolume(process, clock, number, deviceId, capabilities);
  }

  @Override
  public String deviceId() {
    return deviceId;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    record Block(int size, ByteBuffer content) {}
    Block block =
        call(
            command(Operation.READ).add(hash),
            answer -> new Block((int) answer.number(), ByteBuffer.wrap(answer.bytes())));
    sink.begin(block.content().remaining());
    if (block.content().hasRemaining()) {
      sink.write(block.content(), 0);
    }
    return block.size();
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    byte[] content = new byte[data.remaining()];
    data.duplicate().get(content);
    run(command(Operation.WRITE).add(hash).addBytes(content));
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    run(command(Operation.TOUCH).add(hash));
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    return call(command(Operation.STAT).add(hash), RemoteVolume::block);
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    return call(
        command(Operation.TRASH).add(hash).add(onlyIfMtime),
        answer -> TrashOutcome.valueOf(answer.text()));
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    return call(
        command(Operation.UNTRASH).add(hash), answer -> UntrashOutcome.valueOf(answer.text()));
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    for (BlockInfo block : call(command(Operation.INDEX).add(prefix), RemoteVolume::blocks)) {
      if (!visitor.visit(block)) {
        return;
      }
    }
  }

  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    // A trashed copy has the shape of a block, with its deadline as the time.
    for (BlockInfo copy : call(command(Operation.INDEX_TRASH).add(prefix), RemoteVolume::blocks)) {
      if (!visitor.visit(copy.hash(), copy.size(), copy.mtime())) {
        return;
      }
    }
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    return call(command(Operation.EMPTY_TRASH), Failures::sweep);
  }

  @Override
  public VolumeStatus status() throws VolumeException {
    return call(
        command(Operation.STATUS),
        answer -> new VolumeStatus(answer.optionalNumber(), answer.optionalNumber()));
  }

  @Override
  public void close() throws VolumeException {
    if (!process.ended()) {
      run(command(Operation.CLOSE));
    }
  }

  /** Returns the device id and where the volume is. */
  @Override
  public String toString() {
    return deviceId + " in another process";
  }

  private Line command(Operation operation) {
    return new Line().add(operation.name()).add(number);
  }

  private void run(Line command) throws VolumeException {
    var unused = call(command, answer -> number);
  }

  private <T> T call(Line command, Function<LineReader, T> result) throws VolumeException {
    return process.call(command, clock, result);
  }

  private static BlockInfo block(LineReader answer) {
    return new BlockInfo(answer.hash(), answer.number(), answer.instant());
  }

  private static List<BlockInfo> blocks(LineReader answer) {
    List<BlockInfo> blocks = new ArrayList<>();
    while (answer.hasNext()) {
      blocks.add(block(answer));
    }
    return blocks;
  }
}
