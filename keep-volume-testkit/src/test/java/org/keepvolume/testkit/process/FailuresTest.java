// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.VolumeException;

class FailuresTest {
  static List<VolumeException> samples() {
    return SampleFailures.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void failureKeepsTypeAndFields(VolumeException failure) throws IOException {
    LineReader received = sent(Failures.line(failure));
    SameFailure.assertSame(failure, Failures.read(received));
    assertFalse(received.hasNext());
  }

  @Test
  void everyMemberIsSampled() {
    assertEquals(
        Set.of(VolumeException.class.getPermittedSubclasses()),
        samples().stream().map(Object::getClass).collect(Collectors.toSet()));
  }

  @Test
  void otherFailureIsNamedWithClassMessageAndTrace() throws IOException {
    Exception failure = new UnsupportedOperationException("not\nso");
    IllegalStateException arrived = Failures.foreign(sent(Failures.foreignLine(failure)));
    assertTrue(arrived.getMessage().endsWith(failure.toString()), arrived.getMessage());
    assertTrue(arrived.getCause().getMessage().contains("FailuresTest"));
  }

  @Test
  void fieldsArriveAsTheyWere() throws IOException {
    Instant time = Instant.MAX;
    byte[] bytes = {0, -1, 9, 10, 13};
    LineReader received =
        sent(
            new Line()
                .add("")
                .add(null)
                .add("\\-")
                .add("\t\n\r\\.")
                .add(time)
                .addBytes(bytes)
                .add(7L));
    assertEquals("", received.text());
    assertNull(received.textOrNull());
    assertEquals("\\-", received.text());
    assertEquals("\t\n\r\\.", received.text());
    assertEquals(time, received.instant());
    assertArrayEquals(bytes, received.bytes());
    assertEquals(7, received.number());
    assertFalse(received.hasNext());
  }

  @Test
  void noBeginningOfALineIsTakenForIt() throws IOException {
    byte[] line = bytes(new Line().add("WRITE").add("\u20ac").addBytes(new byte[] {1, 2, 3, 4}));
    for (int end = 0; end < line.length; end++) {
      byte[] two = Bytes.concat(line, Arrays.copyOf(line, end));
      LineInput in = new LineInput(new ByteArrayInputStream(two));
      assertEquals(new String(line, UTF_8), in.next() + "\n");
      assertNull(in.next());
    }
  }

  @Test
  void linesOfAnySizeFollowEachOther() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int[] sizes = {0, 1, 65_535, 65_536, 65_537, 300_000, 0, 3};
    for (int size : sizes) {
      out.write("x".repeat(size).getBytes(UTF_8));
      out.write('\n');
    }
    LineInput in = new LineInput(new ByteArrayInputStream(out.toByteArray()));
    for (int size : sizes) {
      assertEquals("x".repeat(size), in.next());
    }
    assertNull(in.next());
    assertNull(in.next());
  }

  private static LineReader sent(Line line) throws IOException {
    LineInput in = new LineInput(new ByteArrayInputStream(bytes(line)));
    LineReader received = new LineReader(in.next());
    assertNull(in.next());
    return received;
  }

  private static byte[] bytes(Line line) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line.writeTo(out);
    return out.toByteArray();
  }
}
