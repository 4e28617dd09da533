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
import java.time.InstantSource;

/**
 * The clock of all volumes of a race, in a file that every process has mapped.
 *
 * <p>It runs as {@link System#nanoTime} does, which is one clock on a Linux host (see {@link
 * RaceProcess}), and jumps by more than the minimum age whenever all threads have done their share:
 * from one moment to the next every block is old, and the first touch, write or trash of each
 * decides its fate. Thus a race needs no sleep and no backdating behind the volume's back, nothing
 * depends on the speed of the machine, and a block once renewed is protected for as long as the
 * slowest thread takes for its share: a window that a delayed process can not miss.
 *
 * <p>It starts long ago, for kernel stamps must not look old to it: a sweep would take the
 * temporary files of writers at work.
 */
final class SharedClock implements InstantSource {
  static final Duration MINIMUM_AGE = Duration.ofHours(1);

  /** Copies trashed before a jump are past their deadline after it. */
  static final Duration LIFETIME = Duration.ofMinutes(30);

  private static final Duration JUMP = MINIMUM_AGE.plusSeconds(2);
  private static final Instant ORIGIN = Instant.parse("2000-01-01T00:00:00Z");
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int START = 0;
  private static final int EPOCH = Long.BYTES;
  private static final int ARRIVED = 2 * Long.BYTES;
  private static final int SIZE = 3 * Long.BYTES;

  private final MappedByteBuffer memory;

  private SharedClock(MappedByteBuffer memory) {
    this.memory = memory;
  }

  /** Opens the clock in a file; the first to do so starts it. */
  static SharedClock open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
      SharedClock clock = new SharedClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
      boolean unused = LONG.compareAndSet(clock.memory, START, 0L, System.nanoTime());
      return clock;
    }
  }

  /** Returns how often it has jumped. */
  long epoch() {
    return (long) LONG.getVolatile(memory, EPOCH);
  }

  /** Notes that one more of all threads has done its share since the last jump. */
  void arrive(int threads) {
    if ((long) LONG.getAndAdd(memory, ARRIVED, 1L) + 1 == threads) {
      LONG.setVolatile(memory, ARRIVED, 0L);
      var unused = (long) LONG.getAndAdd(memory, EPOCH, 1L);
    }
  }

  /** Returns the time in nanoseconds since the origin, to be compared with {@link #nanos}. */
  long now() {
    long epoch = epoch(); // first: then no later call, of any process, gives less
    return epoch * JUMP.toNanos() + System.nanoTime() - (long) LONG.getVolatile(memory, START);
  }

  @Override
  public Instant instant() {
    return ORIGIN.plusNanos(now());
  }

  static long nanos(Instant instant) {
    return Duration.between(ORIGIN, instant).toNanos();
  }
}
