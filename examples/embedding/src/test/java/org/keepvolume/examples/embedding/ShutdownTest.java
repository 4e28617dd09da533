// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.store.BlockStore;

/** Shuts the service down while a slow client takes a block. */
class ShutdownTest {
  /** Far more than what socket buffers hold. */
  private static final int SIZE = 32 << 20;

  @TempDir private Path oldDisk;
  @TempDir private Path newDisk;

  @Test
  @Timeout(60)
  void endsTheSlowClientsGetWholeThenClosesTheStore() throws Exception {
    Service service = Service.start(oldDisk, newDisk);
    BlockStore store = service.bean(BlockStore.class);
    byte[] block = new byte[SIZE];
    Arrays.fill(block, (byte) 'x');
    BlockHash hash = store.write(ByteBuffer.wrap(block)).hash();
    int port = service.port();
    CompletableFuture<Void> shutdown;
    try (SlowClient client = new SlowClient(port)) {
      assertTrue(client.ask("GET /blocks/" + hash).startsWith("HTTP/1.1 200"));
      shutdown = CompletableFuture.runAsync(service::close);
      while (accepts(port)) {
        Thread.onSpinWait();
      }
      assertArrayEquals(block, client.body(SIZE));
    }
    shutdown.get(30, TimeUnit.SECONDS);
    var closed = assertThrows(IllegalStateException.class, () -> store.read(hash));
    assertEquals("the block store is closed", closed.getMessage());
  }

  @Test
  void doesNotStartWithoutTheNewDisk() throws IOException {
    Path unmounted = newDisk.resolve("unmounted");
    var failure = assertThrows(Exception.class, () -> Service.start(oldDisk, unmounted).close());
    assertTrue(failure.getMessage().contains(unmounted.toString()), failure::getMessage);
    assertTrue(Files.notExists(unmounted));
  }

  private static boolean accepts(int port) throws IOException {
    try {
      new SlowClient(port).close();
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }
}
