// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The sink notices every way in which a volume can misuse it. */
class RecordingSinkTest {
  private final RecordingSink sink = RecordingSink.sequential();

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  @Test
  void wellUsedSinkHasTheBlockAndNoMistakes() throws Exception {
    sink.begin(3);
    sink.write(bytes(1, 2), 0);
    assertFalse(sink.complete());
    sink.write(bytes(3), 2);
    assertTrue(sink.complete());
    assertArrayEquals(new byte[] {1, 2, 3}, sink.content());
    assertEquals(List.of(), sink.mistakes());
  }

  @Test
  void secondBeginIsAMistake() throws Exception {
    sink.begin(0);
    sink.begin(0);
    assertEquals(List.of("begin was called 2 times"), sink.mistakes());
  }

  @Test
  void offsetWrittenTwiceIsAMistake() throws Exception {
    RecordingSink parallel = RecordingSink.parallelCalls();
    parallel.begin(4);
    parallel.write(bytes(1, 2), 2);
    parallel.write(bytes(1, 2), 0);
    parallel.write(bytes(1, 2), 1);
    assertEquals(List.of("offset 1 was written twice"), parallel.mistakes());
  }

  @Test
  void gapIsAMistakeOfASequentialSinkAlone() throws Exception {
    sink.begin(4);
    sink.write(bytes(1), 1);
    assertEquals(List.of("offset 1 came when 0 was next"), sink.mistakes());
    RecordingSink parallel = RecordingSink.parallelCalls();
    parallel.begin(4);
    parallel.write(bytes(1), 1);
    assertEquals(List.of(), parallel.mistakes());
  }

  @Test
  void partsOutsideOfTheBlockOrEmptyAreMistakes() throws Exception {
    sink.write(bytes(1), 0);
    sink.begin(2);
    sink.write(bytes(1, 2, 3), 0);
    sink.write(bytes(), 0);
    assertEquals(
        List.of(
            "write was called before begin",
            "3 bytes at offset 0 of a block of 2",
            "an empty part was written at offset 0"),
        sink.mistakes());
  }

  @Test
  void otherThreadIsAMistakeOfASequentialSink() throws Exception {
    sink.begin(1);
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              sink.write(bytes(1), 0);
              return null;
            });
    new Thread(task, "stranger").start();
    var unused = task.get();
    assertEquals(List.of("write was called on stranger"), sink.mistakes());
    assertEquals(2, sink.threads().size());
  }

  @Test
  void callAfterTheEndIsAMistake() throws Exception {
    sink.begin(1);
    sink.readEnded();
    sink.write(bytes(1), 0);
    assertEquals(List.of("write was called after the read had ended"), sink.mistakes());
  }

  @Test
  void memoryLentMustComeBack() throws Exception {
    RecordingSink lending = RecordingSink.lending();
    lending.begin(2);
    ByteBuffer room = lending.room(0, 1);
    assertNotNull(room);
    lending.write(room.put(0, (byte) 5), 0);
    assertNotNull(lending.room(1, 1));
    lending.write(bytes(6), 1);
    assertEquals(
        List.of("the memory lent for offset 1 did not come back in write"), lending.mistakes());
    assertArrayEquals(new byte[] {5, 6}, lending.content());
  }
}
