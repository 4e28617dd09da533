// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.Volume;
import org.keepvolume.testkit.CollectingSink;

/** A faulty sink fails at its place, with the exception it was given, and passes the rest on. */
@Timeout(60)
class FaultySinkTest {
  private static final byte[] BLOCK = "0123456789".getBytes(US_ASCII);

  private final CollectingSink inner = new CollectingSink();
  private final IOException failure = new IOException("the disk of the reader is full");

  @Test
  void refusesABlockBeforeTheWrappedSinkHearsOfIt() {
    FaultySink sink = FaultySink.failingAtBegin(inner, failure);
    assertFalse(sink.fired());
    assertSame(failure, assertThrows(IOException.class, () -> sink.begin(3)));
    assertTrue(sink.fired());
    assertEquals(List.of(), inner.begins());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 9})
  void passesOnWhatStandsBeforeThePlaceOfTheFailure(int offset) {
    FaultySink sink = FaultySink.failingAt(inner, offset, failure);
    assertSame(failure, assertThrows(IOException.class, () -> deliver(sink, 3)));
    assertTrue(sink.fired());
    assertEquals(List.of(10), inner.begins());
    assertEquals("0123456789".substring(0, offset), new String(inner.content(), US_ASCII));
  }

  @Test
  void doesNotFireIfTheBlockEndsBefore() throws IOException {
    FaultySink failing = FaultySink.failingAt(inner, 10, failure);
    FaultySink interrupting = FaultySink.interruptingAt(failing, 10);
    deliver(interrupting, 3);
    assertFalse(failing.fired());
    assertFalse(interrupting.fired());
    assertFalse(Thread.interrupted());
    assertArrayEquals(BLOCK, inner.content());
  }

  @ParameterizedTest
  @MethodSource
  void throwsWhatItWasGivenAsTheSameInstance(Throwable thrown) {
    FaultySink atBegin = FaultySink.failingAtBegin(inner, thrown);
    assertSame(thrown, assertThrows(thrown.getClass(), () -> atBegin.begin(1)));
    FaultySink atByte = FaultySink.failingAt(inner, 4, thrown);
    assertSame(thrown, assertThrows(thrown.getClass(), () -> deliver(atByte, 10)));
  }

  static Stream<Throwable> throwsWhatItWasGivenAsTheSameInstance() {
    return Stream.of(
        new IOException("checked"), new IllegalStateException("unchecked"), new Error("error"));
  }

  @Test
  void interruptsOnceThePartWasPassedOn() throws IOException {
    FaultySink sink = FaultySink.interruptingAt(inner, 4);
    sink.begin(10);
    sink.write(ByteBuffer.wrap(BLOCK, 0, 4), 0);
    assertFalse(Thread.interrupted());
    assertFalse(sink.fired());
    sink.write(ByteBuffer.wrap(BLOCK, 4, 3), 4);
    assertTrue(Thread.interrupted());
    assertTrue(sink.fired());
    sink.write(ByteBuffer.wrap(BLOCK, 7, 3), 7);
    assertFalse(Thread.interrupted());
    assertArrayEquals(BLOCK, inner.content());
  }

  @Test
  void interruptsTheReaderWhicheverThreadWrites() throws Exception {
    FaultySink sink = FaultySink.interruptingAt(BlockSinks.into(new byte[10], 0), 4);
    sink.begin(10);
    boolean[] writerInterrupted = {true};
    Thread writer =
        new Thread(
            () -> {
              try {
                sink.write(ByteBuffer.wrap(BLOCK), 0);
                writerInterrupted[0] = Thread.interrupted();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    writer.start();
    // Not join: it would end with the interrupt that is expected.
    while (writer.isAlive()) {
      Thread.onSpinWait();
    }
    assertTrue(Thread.interrupted());
    assertFalse(writerInterrupted[0]);
  }

  @Test
  void saysThatAWriteCameBeforeBegin() {
    FaultySink sink = FaultySink.interruptingAt(inner, 0);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> sink.write(ByteBuffer.wrap(BLOCK), 0));
    assertEquals("written to before begin (RD-3)", e.getMessage());
  }

  @Test
  void isAsParallelAsTheWrappedSinkAndLendsItsMemory() {
    ByteBuffer memory = ByteBuffer.allocateDirect(5);
    BlockSink lending =
        new BlockSink() {
          @Override
          public void begin(int size) {}

          @Override
          public void write(ByteBuffer src, int position) {}

          @Override
          public ByteBuffer room(int position, int length) {
            assertEquals(7, position);
            assertEquals(5, length);
            return memory;
          }

          @Override
          public boolean parallel() {
            return true;
          }
        };
    FaultySink parallel = FaultySink.failingAt(lending, 0, failure);
    assertTrue(parallel.parallel());
    assertSame(memory, parallel.room(7, 5));
    assertFalse(FaultySink.interruptingAt(inner, 0).parallel());
    assertEquals(null, FaultySink.interruptingAt(inner, 0).room(7, 5));
  }

  @Test
  void refusesWhatNoSinkCanDo() {
    assertThrows(
        IllegalArgumentException.class,
        () -> FaultySink.failingAtBegin(inner, new InterruptedException()));
    assertThrows(IndexOutOfBoundsException.class, () -> FaultySink.failingAt(inner, -1, failure));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> FaultySink.interruptingAt(inner, Volume.MAX_BLOCK_SIZE));
    assertThrows(NullPointerException.class, () -> FaultySink.failingAtBegin(inner, null));
    assertThrows(NullPointerException.class, () -> FaultySink.failingAt(null, 0, failure));
  }

  private static void deliver(BlockSink sink, int part) throws IOException {
    sink.begin(BLOCK.length);
    for (int at = 0; at < BLOCK.length; at += part) {
      sink.write(ByteBuffer.wrap(BLOCK, at, Math.min(part, BLOCK.length - at)), at);
    }
  }
}
