// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BackgroundCall;
import org.keepvolume.Volume;

/** The store's buffers: made late, lent one at a time, used again. */
@Timeout(60)
class BlockBuffersTest {
  @Test
  void makesNoBufferBeforeOneIsTaken() throws InterruptedException {
    BlockBuffers buffers = new BlockBuffers(1_000_000); // 61 TiB, if they were made now
    ByteBuffer buffer = buffers.take();
    assertTrue(buffer.isDirect());
    assertEquals(Volume.MAX_BLOCK_SIZE, buffer.remaining());
  }

  @Test
  void lendsTheSameBufferAgainAndCleared() throws InterruptedException {
    BlockBuffers buffers = new BlockBuffers(2);
    ByteBuffer buffer = buffers.take();
    buffer.position(5).limit(9);
    buffers.giveBack(buffer);
    for (int i = 0; i < 3; i++) {
      ByteBuffer again = buffers.take();
      assertSame(buffer, again);
      assertEquals(0, again.position());
      assertEquals(Volume.MAX_BLOCK_SIZE, again.limit());
      buffers.giveBack(again);
    }
  }

  @Test
  void lendsNoMoreThanItsCount() throws Exception {
    BlockBuffers buffers = new BlockBuffers(2);
    ByteBuffer one = buffers.take();
    ByteBuffer two = buffers.take();
    assertNotSame(one, two);
    BackgroundCall<ByteBuffer> third = BackgroundCall.start(buffers::take);
    third.awaitWaiting();
    assertFalse(third.ended());
    buffers.giveBack(two);
    assertSame(two, third.result());
  }

  @Test
  void anInterruptedWaitTakesNothing() throws Exception {
    BlockBuffers buffers = new BlockBuffers(1);
    ByteBuffer lent = buffers.take();
    BackgroundCall<ByteBuffer> waiting = BackgroundCall.start(buffers::take);
    waiting.awaitWaiting();
    waiting.interrupt();
    assertInstanceOf(InterruptedException.class, waiting.failure());
    buffers.giveBack(lent);
    assertSame(lent, buffers.take());
  }

  @Test
  void letsGoOfIdleAndReturningBuffersOnceClosed() throws InterruptedException {
    BlockBuffers buffers = new BlockBuffers(2);
    ByteBuffer idle = buffers.take();
    ByteBuffer lent = buffers.take();
    buffers.giveBack(idle);
    assertEquals(1, buffers.idle());
    buffers.close();
    assertEquals(0, buffers.idle());
    buffers.giveBack(lent);
    assertEquals(0, buffers.idle());
  }

  @Test
  void refusesWhoeverWaitedWhileItWasClosed() throws Exception {
    BlockBuffers buffers = new BlockBuffers(1);
    ByteBuffer lent = buffers.take();
    BackgroundCall<ByteBuffer> waiting = BackgroundCall.start(buffers::take);
    waiting.awaitWaiting();
    buffers.close();
    buffers.giveBack(lent);
    assertInstanceOf(IllegalStateException.class, waiting.failure());
    assertThrows(IllegalStateException.class, buffers::take);
  }
}
