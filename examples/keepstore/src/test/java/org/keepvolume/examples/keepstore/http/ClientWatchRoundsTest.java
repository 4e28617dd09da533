// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** Clients that leave at any moment, beside others on whose requests they must have no effect. */
class ClientWatchRoundsTest {
  private static final byte[] NOTHING = new byte[0];
  private static final int ROUNDS = 1500;
  private static final int LEAVING = 3;

  private final byte[] block = new byte[4096];
  private final String path = "/" + BlockHash.of(block);

  @Test
  void clientsThatLeaveInterruptNobodyElseAndKeepNothing() throws Exception {
    long seed = Long.getLong("keepvolume.testkit.seed", System.nanoTime());
    System.getLogger(ClientWatchRoundsTest.class.getName())
        .log(Level.WARNING, "to repeat: -Dkeepvolume.testkit.seed={0}", Long.toString(seed));
    Volume volume = InMemoryVolume.open(new MemoryDevice("memory"), VolumeContext.defaults());
    // Few threads and places, so that one who leaves is followed by one who stays.
    try (TestService service =
        TestService.builder()
            .mount(volume, MountOptions.defaults())
            .maxRequests(2, ROUNDS)
            .start()) {
      try (RawConnection client = new RawConnection(service.port())) {
        assertEquals(200, client.request("PUT", path, Map.of(), block).answer().status());
      }
      AtomicBoolean over = new AtomicBoolean();
      ExecutorService threads = Executors.newCachedThreadPool();
      try {
        Future<Integer> stays = threads.submit(() -> stay(service.port(), over));
        List<Future<?>> leaving = new ArrayList<>();
        for (int i = 0; i < LEAVING; i++) {
          SplittableRandom random = new SplittableRandom(seed + i);
          leaving.add(
              threads.submit(
                  () -> {
                    leaveOften(service.port(), random);
                    return null;
                  }));
        }
        for (Future<?> client : leaving) {
          client.get();
        }
        over.set(true);
        int unused = stays.get();
      } finally {
        threads.shutdownNow();
      }
      Await.until(
          "all places are free",
          () -> service.server().working() == 0 && service.server().waiting() == 0);
      assertEquals(0, service.buffers().lentBytes());
      // An interrupt that reached the next request would make it a 503.
      assertEquals(
          List.of(),
          service.finished().stream()
              .filter(request -> request.status() != 200)
              .filter(request -> request.status() != FinishedRequest.CLIENT_GONE)
              .filter(request -> !request.method().equals("BAD")) // GET /half
              .toList());
      Await.until("all connections are closed", () -> service.server().connections() == 0);
    }
  }

  /** Asks one after the other, at times two at once; every answer must be whole. */
  private int stay(int port, AtomicBoolean over) throws IOException {
    int answers = 0;
    try (RawConnection client = new RawConnection(port)) {
      while (!over.get()) {
        client.request("GET", path, Map.of(), NOTHING);
        if (answers % 3 == 0) {
          client.request("GET", path, Map.of(), NOTHING);
          assertEquals(ByteBuffer.wrap(block), client.answer().body());
        }
        assertEquals(ByteBuffer.wrap(block), client.answer().body());
        if (answers % 5 == 0) {
          assertEquals(200, client.request("PUT", path, Map.of(), block).answer().status());
        }
        answers++;
      }
    }
    return answers;
  }

  private void leaveOften(int port, SplittableRandom random) throws IOException {
    for (int round = 0; round < ROUNDS / LEAVING; round++) {
      Departure how = random.nextBoolean() ? Departure.FIN : Departure.RST;
      RawConnection client = new RawConnection(port);
      switch (random.nextInt(4)) {
        case 0 -> client.request("GET", path, Map.of(), NOTHING);
        case 1 -> client.request("PUT", path, Map.of(), block);
        case 2 -> client.request("PUT", path, Map.of("Expect", "100-continue"), block);
        default ->
            client
                .request("GET", path, Map.of(), NOTHING)
                .request("GET", path, Map.of(), NOTHING)
                .send("GET /half");
      }
      for (int spins = random.nextInt(3) * random.nextInt(20_000); spins > 0; spins--) {
        Thread.onSpinWait();
      }
      how.leave(client);
    }
  }
}
