// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.RecordingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.layer.Layers;

/** Closing a block store: whose volumes are closed, how often, and when not. */
@Timeout(60)
class BlockStoreLifecycleTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);
  private static final WriteOptions ONE = WriteOptions.defaults();

  @RegisterExtension final TestStores stores = new TestStores();

  private final FakeVolume first = new FakeVolume("fake:1").with(FOO);
  private final FakeVolume second = new FakeVolume("fake:2");

  @Test
  void mountsAVolumeThatIsCheckedAlready() throws IOException {
    Volume checked = Layers.standard(first);
    try (BlockStore store = stores.of(checked)) {
      assertArrayEquals(FOO, store.read(HASH));
    }
    assertThrows(IllegalStateException.class, checked::status);
    assertEquals(List.of(Operation.READ, Operation.CLOSE), first.calls());
  }

  @Test
  void closesEveryVolumeOnceHoweverOftenItIsClosed() throws IOException {
    BlockStore store = stores.of(first, second);
    store.close();
    store.close();
    assertEquals(List.of(Operation.CLOSE), first.calls());
    assertEquals(List.of(Operation.CLOSE), second.calls());
  }

  @Test
  void closesTheOthersWhenOneFailsAndThrowsTheFirstFailure() {
    VolumeFailureException one = closeFailure("fake:1");
    VolumeFailureException three = closeFailure("fake:3");
    FakeVolume third = new FakeVolume("fake:3").failing(three);
    BlockStore store = stores.of(first.failing(one), second, third);
    assertSame(one, assertThrows(VolumeFailureException.class, store::close));
    assertArrayEquals(new Throwable[] {three}, one.getSuppressed());
    for (FakeVolume volume : List.of(first, second, third)) {
      assertEquals(List.of(Operation.CLOSE), volume.calls());
    }
  }

  @Test
  void closesTheOthersWhenOneFailsUnchecked() {
    IllegalStateException broken = new IllegalStateException("a plugin's mistake");
    VolumeFailureException two = closeFailure("fake:2");
    first.on(
        Operation.CLOSE,
        () -> {
          throw broken;
        });
    BlockStore store = stores.of(first, second.failing(two));
    assertSame(broken, assertThrows(IllegalStateException.class, store::close));
    assertArrayEquals(new Throwable[] {two}, broken.getSuppressed());
  }

  @Test
  void closesTheOthersWhenOneBreaks() {
    Error broken = new NoClassDefFoundError("a plugin's");
    first.on(
        Operation.CLOSE,
        () -> {
          throw broken;
        });
    BlockStore store = stores.of(first, second);
    assertSame(broken, assertThrows(NoClassDefFoundError.class, store::close));
    assertEquals(List.of(Operation.CLOSE), second.calls());
  }

  @Test
  void refusesEveryCallAfterClose() throws IOException {
    BlockStore store = stores.of(first);
    store.close();
    List<Executable> calls =
        List.of(
            () -> store.write(ByteBuffer.wrap(FOO)),
            () -> store.read(HASH),
            () -> store.read(HASH, ByteBuffer.allocate(3)),
            () -> store.read(HASH, new RecordingSink()),
            () -> store.write(Channels.newChannel(new ByteArrayInputStream(FOO)), 3, ONE),
            () -> store.stat(HASH),
            () -> store.touch(HASH),
            () -> store.trash(HASH, null),
            () -> store.untrash(HASH),
            store::emptyTrash,
            () -> store.index(store.mounts().get(0), BlockPrefix.ALL, block -> true),
            () -> store.index(BlockPrefix.ALL, block -> true));
    for (Executable call : calls) {
      IllegalStateException e = assertThrows(IllegalStateException.class, call);
      assertEquals("the block store is closed", e.getMessage());
    }
    assertEquals(List.of(Operation.CLOSE), first.calls());
  }

  @Test
  void anInterruptedCloseRefusesCallsAndALaterOneGoesOn() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    first.on(
        Operation.READ,
        () -> {
          entered.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this read", e);
          }
        });
    BlockStore store = stores.of(first, second);
    BackgroundCall<byte[]> read = BackgroundCall.start(() -> store.read(HASH));
    entered.await();
    BackgroundCall<Void> close =
        BackgroundCall.start(
            () -> {
              store.close();
              return null;
            });
    close.awaitWaiting();
    close.interrupt();
    assertInstanceOf(CallCancelledException.class, close.failure());
    assertTrue(close.endedInterrupted(), "the flag was lost");
    assertThrows(IllegalStateException.class, () -> store.stat(HASH));
    assertEquals(List.of(Operation.READ), first.calls());
    assertEquals(List.of(), second.calls());
    release.countDown();
    assertArrayEquals(FOO, read.result(), "a running read was not let end");
    store.close();
    assertEquals(List.of(Operation.READ, Operation.CLOSE), first.calls());
    assertEquals(List.of(Operation.CLOSE), second.calls());
  }

  @Test
  void closeWaitsForASinkThatStillTakesABlock() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    RecordingSink slow =
        new RecordingSink()
            .onBegin(
                () -> {
                  entered.countDown();
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError("nobody interrupts this read", e);
                  }
                });
    BlockStore store = stores.of(first, second);
    BackgroundCall<Integer> read = BackgroundCall.start(() -> store.read(HASH, slow));
    entered.await();
    BackgroundCall<Void> close =
        BackgroundCall.start(
            () -> {
              store.close();
              return null;
            });
    close.awaitWaiting();
    assertEquals(List.of(Operation.READ), first.calls(), "closed under a running call");
    release.countDown();
    assertEquals(3, read.result());
    close.result();
    assertEquals(List.of(Operation.READ, Operation.CLOSE), first.calls());
  }

  @Test
  void refusesACloseFromItsOwnSinkOrVisitorAndStaysOpen() throws IOException {
    BlockStore store = stores.of(first, second);
    RecordingSink closing = new RecordingSink().onBegin(store::close);
    assertThrows(IllegalStateException.class, () -> store.read(HASH, closing));
    assertThrows(
        IllegalStateException.class,
        () ->
            store.index(
                BlockPrefix.ALL,
                block -> {
                  store.close();
                  return true;
                }));
    assertArrayEquals(FOO, store.read(HASH));
  }

  private static VolumeFailureException closeFailure(String device) {
    return new VolumeFailureException(Operation.CLOSE, null, device, "stuck", null);
  }
}
