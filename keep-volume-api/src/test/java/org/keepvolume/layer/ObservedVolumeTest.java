// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.Access;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.BlockSinks;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.IndexVisitor;
import org.keepvolume.LoggedRecords;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.TrashVisitor;
import org.keepvolume.VerifyingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeObserver;
import org.keepvolume.VolumeReadOnlyException;

/** The observed layer: every operation told once, with outcome, bytes and time. */
@DisplayName("OB-1")
class ObservedVolumeTest {
  private static final BlockHash HASH = RecordingBackend.HASH;
  private static final byte[] FOO = "foo".getBytes(US_ASCII);

  private final RecordingBackend backend = RecordingBackend.capable();
  private final RecordingObserver observer = new RecordingObserver();
  private final AtomicLong now = new AtomicLong(-40);
  private final Ticker ticker =
      new Ticker() {
        @Override
        public long read() {
          return now.get();
        }
      };
  private final Volume volume =
      new ObservedVolume(backend.volume(), ImmutableList.of(observer), ticker);

  @ParameterizedTest
  @MethodSource("observedMethods")
  void tellsBeginAndEndOfEveryOperationThatSucceeds(Method method) throws Throwable {
    backend.on(
        method.getName(),
        arguments -> {
          assertEquals(1, observer.started().size(), "not told before the call");
          assertTrue(observer.finished().isEmpty(), "told of the end before it");
          now.addAndGet(17);
          return null;
        });
    RecordingBackend.invoke(method, volume, RecordingBackend.arguments(method));
    assertEquals(List.of(operation(method) + " on fake:device"), observer.started());
    long bytes = method.getName().equals("write") ? 3 : 0;
    assertEquals(
        new FinishedCall(
            RecordingBackend.DEVICE, operation(method), CallOutcome.SUCCESS, bytes, 17),
        observer.only());
  }

  @ParameterizedTest
  @MethodSource("observedMethods")
  void tellsBeginAndEndOfEveryOperationThatFails(Method method) {
    BlockNotFoundException missing =
        new BlockNotFoundException(operation(method), HASH, RecordingBackend.DEVICE, "no", null);
    backend.on(
        method.getName(),
        arguments -> {
          now.addAndGet(5);
          throw missing;
        });
    assertSame(
        missing,
        assertThrows(
            BlockNotFoundException.class,
            () -> RecordingBackend.invoke(method, volume, RecordingBackend.arguments(method))));
    assertEquals(1, observer.started().size());
    FinishedCall call = observer.only();
    assertEquals(CallOutcome.NOT_FOUND, call.outcome());
    assertEquals(5, call.nanos());
    assertEquals(method.getName().equals("write") ? 3 : 0, call.bytes());
  }

  static Stream<Method> observedMethods() {
    return RecordingBackend.volumeMethods().stream()
        .filter(method -> !List.of("deviceId", "capabilities").contains(method.getName()));
  }

  private static Operation operation(Method method) {
    return Operation.valueOf(
        method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT));
  }

  /** What the backend does with the sink of a read. */
  @FunctionalInterface
  private interface Delivery {
    void to(BlockSink sink) throws IOException;
  }

  private void onRead(Delivery delivery) {
    backend.on(
        "read",
        arguments -> {
          delivery.to((BlockSink) arguments[1]);
          return null;
        });
  }

  private static void deliver(BlockSink sink, String... parts) throws IOException {
    int position = 0;
    for (String part : parts) {
      sink.write(ByteBuffer.wrap(part.getBytes(US_ASCII)), position);
      position += part.length();
    }
  }

  @Test
  void countsTheBytesThatTheSinkTookAlsoOfAReadThatFails() {
    onRead(
        sink -> {
          sink.begin(3);
          deliver(sink, "f", "o");
          throw new IllegalStateException("broken off");
        });
    RecordingSink sink = new RecordingSink();
    assertThrows(IllegalStateException.class, () -> volume.read(HASH, sink));
    assertEquals(2, observer.only().bytes());
    assertEquals(CallOutcome.REFUSED, observer.only().outcome());
    assertEquals(List.of(0, 1), sink.positions());
  }

  @Test
  void whatSinkOrVisitorThrowsIsTheCallersOutcome() {
    IOException thrown = new IOException("the caller's");
    RuntimeException unchecked = new IllegalStateException("the caller's, too");
    onRead(
        sink -> {
          sink.begin(3);
          deliver(sink, "fo", "o");
        });
    BlockInfo block = new BlockInfo(HASH, 3, Instant.EPOCH);
    backend.on("index", arguments -> ((IndexVisitor) arguments[1]).visit(block));
    backend.on(
        "indexTrash", arguments -> ((TrashVisitor) arguments[1]).visit(HASH, 3, Instant.EPOCH));
    for (Exception each : List.of(thrown, unchecked)) {
      assertCallers(each, () -> volume.read(HASH, new RecordingSink().onBegin(() -> fail(each))));
      assertCallers(each, () -> volume.read(HASH, new RecordingSink().onWrite(() -> fail(each))));
      assertCallers(each, () -> volume.index(BlockPrefix.ALL, info -> fail(each)));
      assertCallers(
          each, () -> volume.indexTrash(BlockPrefix.ALL, (hash, size, deadline) -> fail(each)));
    }
  }

  private void assertCallers(Exception thrown, org.junit.jupiter.api.function.Executable call) {
    observer.finished().clear();
    assertSame(thrown, assertThrows(Exception.class, call));
    assertEquals(CallOutcome.CALLER, observer.only().outcome());
    assertEquals(0, observer.only().bytes());
  }

  private static boolean fail(Exception thrown) throws IOException {
    if (thrown instanceof IOException checked) {
      throw checked;
    }
    throw (RuntimeException) thrown;
  }

  @Test
  void aBackendsOwnFailureAfterTheSinkThrewIsNotTheCallers() {
    onRead(
        sink -> {
          try {
            sink.begin(3);
          } catch (IOException e) {
            throw new BlockNotFoundException(Operation.READ, HASH, "fake:device", "no", e);
          }
        });
    RecordingSink sink = new RecordingSink().onBegin(() -> fail(new IOException("mine")));
    assertThrows(BlockNotFoundException.class, () -> volume.read(HASH, sink));
    assertEquals(CallOutcome.NOT_FOUND, observer.only().outcome());
  }

  @Test
  void aVerdictOfAVerifyingSinkIsAboutTheVolume() {
    onRead(
        sink -> {
          sink.begin(3);
          deliver(sink, "bar");
        });
    VerifyingSink sink = BlockSinks.verifying(HASH, new RecordingSink());
    assertThrows(BlockCorruptException.class, () -> volume.read(HASH, sink));
    assertEquals(CallOutcome.CORRUPT, observer.only().outcome());
  }

  @Test
  void aDamagedBlockOfAnotherVolumeReadInASinkIsTheCallers() {
    onRead(sink -> sink.begin(3));
    BlockCorruptException elsewhere =
        new BlockCorruptException(Operation.READ, HASH, "another", "damaged", null);
    RecordingSink sink = new RecordingSink().onBegin(() -> fail(elsewhere));
    assertSame(elsewhere, assertThrows(BlockCorruptException.class, () -> volume.read(HASH, sink)));
    assertEquals(CallOutcome.CALLER, observer.only().outcome());
  }

  @Test
  void memoryThatAVerifyingSinkLendsIsFilledInPlace() throws Exception {
    ByteBuffer destination = ByteBuffer.allocateDirect(3);
    VerifyingSink verifying = BlockSinks.verifying(HASH, BlockSinks.into(destination));
    onRead(
        sink -> {
          sink.begin(3);
          ByteBuffer room = sink.room(0, 3);
          room.put(FOO).flip();
          assertEquals(ByteBuffer.wrap(FOO), destination.duplicate(), "not the caller's memory");
          sink.write(room, 0);
        });
    assertEquals(7, volume.read(HASH, verifying));
    assertTrue(verifying.verified());
    assertEquals(3, observer.only().bytes());
  }

  @Test
  void forwardsWhatASinkSaysOfItselfAndItsBuffers() throws Exception {
    ByteBuffer lent = ByteBuffer.allocateDirect(2);
    ByteBuffer[] written = new ByteBuffer[1];
    BlockSink own =
        new BlockSink() {
          @Override
          public void begin(int size) {}

          @Override
          public void write(ByteBuffer src, int position) {
            written[0] = src;
          }

          @Override
          public @Nullable ByteBuffer room(int position, int length) {
            return position == 1 && length == 2 ? lent : null;
          }

          @Override
          public boolean parallel() {
            return true;
          }
        };
    onRead(
        sink -> {
          assertTrue(sink.parallel());
          assertNull(sink.room(0, 2));
          assertSame(lent, sink.room(1, 2));
          sink.write(lent, 1);
        });
    volume.read(HASH, own);
    assertSame(lent, written[0]);
    onRead(sink -> assertFalse(sink.parallel()));
    volume.read(HASH, new RecordingSink());
  }

  @Test
  void whatTheAccessRefusesIsCountedAndWhatTheChecksRefuseIsNot() {
    Volume stack =
        Layers.standard(
            backend.volume(),
            LayerOptions.defaults().withObserver(observer).withAccess(Access.READ_ONLY));
    assertThrows(VolumeReadOnlyException.class, () -> stack.touch(HASH));
    assertEquals(CallOutcome.REFUSED, observer.only().outcome());
    assertThrows(NullPointerException.class, () -> stack.touch(null));
    assertEquals(1, observer.finished().size());
  }

  @Test
  void anObserverThatThrowsHarmsNoCallAndNoOtherObserver() throws Exception {
    VolumeObserver throwing =
        new VolumeObserver() {
          @Override
          public void started(String volume, Operation operation) {
            throw new IllegalStateException("started");
          }

          @Override
          public void finished(FinishedCall call) {
            throw new AssertionError("finished");
          }
        };
    Volume stack =
        Layers.standard(
            Layers.standard(backend.volume(), LayerOptions.defaults().withObserver(throwing)),
            LayerOptions.defaults().withObserver(observer));
    try (LoggedRecords log = LoggedRecords.of("org.keepvolume.VolumeObserver")) {
      stack.touch(HASH);
      stack.touch(HASH);
      assertEquals(1, log.records().size());
    }
    assertEquals(2, backend.calls("touch"));
    assertEquals(2, observer.finished().size());
  }

  @Test
  void aTickerThatGoesBackGivesNoNegativeTime() throws Exception {
    backend.on(
        "touch",
        arguments -> {
          now.addAndGet(-3);
          return null;
        });
    volume.touch(HASH);
    assertEquals(0, observer.only().nanos());
  }
}
