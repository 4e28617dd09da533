// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.posix.RaceVolumes;

/** One of two threads, of one process or of two, that meet in a mapped file before each call. */
final class LitmusSide {
  static final Instant NOW = Instant.parse("2024-02-29T12:34:56.123456789Z");
  static final TrashPolicy KEEPING = new TrashPolicy(Duration.ofHours(1), Duration.ofHours(1));
  static final TrashPolicy DELETING = new TrashPolicy(Duration.ofHours(1), Duration.ZERO);

  /** Of the 64 KiB block, so that there is something to be cut short. */
  static final int BLOCK = 3;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
  private static final int ARRIVED = 0;
  private static final int OUTCOME = Long.BYTES;
  private static final int NUMBER = 2 * Long.BYTES;

  /** How much later than the other one a call may begin: about as long as one takes. */
  private static final int DELAY_NANOS = 150_000;

  private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

  private final MappedByteBuffer memory;
  private final List<? extends Volume> volumes;
  private final RaceBlocks blocks;
  private final SplittableRandom random;
  private long meetings;

  /**
   * Prepares for calls.
   *
   * @param file the file in which both sides meet
   * @param volumes used in turn
   */
  LitmusSide(Path file, List<? extends Volume> volumes, RaceBlocks blocks, long seed)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, 3 * Long.BYTES);
    }
    this.volumes = volumes;
    this.blocks = blocks;
    random = new SplittableRandom(seed);
  }

  /** Opens volumes that trash with a lifetime and without. */
  static List<PosixVolume> open(Path root, RaceVolumes.Variant variant) throws IOException {
    VolumeContext context = VolumeContext.defaults().withClock(() -> NOW);
    return List.of(
        RaceVolumes.open(variant, root, context.withTrashPolicy(KEEPING)),
        RaceVolumes.open(variant, root, context.withTrashPolicy(DELETING)));
  }

  /** Waits until the other side has come here, too; lets it have the processor if it needs it. */
  @SuppressWarnings("ThreadPriorityCheck")
  void meet() {
    meetings++;
    var unused = (long) LONG.getAndAdd(memory, ARRIVED, 1L);
    long start = System.nanoTime();
    while ((long) LONG.getVolatile(memory, ARRIVED) < 2 * meetings) {
      if (System.nanoTime() - start > PATIENCE || Thread.currentThread().isInterrupted()) {
        throw new AssertionError("the other side did not come");
      }
      Thread.yield();
    }
  }

  /** Meets the other side, and makes a call at once or a little later. */
  RaceCall.Answer call(Deed deed, int round) {
    long delay = random.nextBoolean() ? 0 : random.nextInt(DELAY_NANOS);
    meet();
    long start = System.nanoTime();
    while (System.nanoTime() - start < delay) {
      Thread.onSpinWait();
    }
    return make(deed, round);
  }

  RaceCall.Answer make(Deed deed, int round) {
    try {
      return new RaceCall(volumes.get(round % volumes.size()), blocks, BLOCK)
          .make(deed, null)
          .get(0);
    } catch (BlockNotFoundException e) {
      return new RaceCall.Answer(BLOCK, Outcome.MISSING, 0, "");
    } catch (IOException | RuntimeException e) {
      return new RaceCall.Answer(BLOCK, Outcome.FAILED, 0, e.toString());
    }
  }

  /** Is the other side for some rounds, whose outcomes it leaves in the file. */
  void follow(Deed deed, int rounds) {
    for (int i = 0; i < rounds; i++) {
      RaceCall.Answer answer = call(deed, i);
      LONG.setVolatile(memory, OUTCOME, (long) OUTCOMES.indexOf(answer.outcome()));
      LONG.setVolatile(memory, NUMBER, answer.number());
      meet();
    }
  }

  /** Returns what the call of the side that follows gave. */
  Outcome followersOutcome() {
    return OUTCOMES.get((int) (long) LONG.getVolatile(memory, OUTCOME));
  }

  long followersNumber() {
    return (long) LONG.getVolatile(memory, NUMBER);
  }
}
