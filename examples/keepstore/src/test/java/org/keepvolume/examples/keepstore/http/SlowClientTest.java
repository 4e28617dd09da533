// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockHash;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** Clients that send or take bytes slowly, and work that takes longer than they may. */
@Tag("slow") // for its time: it waits for clients
class SlowClientTest {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] BLOCK = "a block".getBytes(UTF_8);
  private static final String PATH = "/" + BlockHash.of(BLOCK);
  private static final byte[] LARGE = new byte[Volume.MAX_BLOCK_SIZE];
  private static final String LARGE_PATH = "/" + BlockHash.of(LARGE);

  /** A second, and then a MiB a second. */
  private static final TransferLimits LIMITS = new TransferLimits(Duration.ofSeconds(1), 1 << 20);

  private HeldVolume volume;
  private TestService service;

  @BeforeEach
  void startService() throws Exception {
    volume =
        new HeldVolume(InMemoryVolume.open(new MemoryDevice("memory"), VolumeContext.defaults()));
    service =
        TestService.builder()
            .mount(volume, MountOptions.defaults())
            .limits(LIMITS)
            .maxRequests(1, 4)
            .start();
  }

  @AfterEach
  void stopService() throws Exception {
    volume.letGo();
    service.close();
  }

  @Test
  void bodyThatStopsIsGivenUpAndSaidToBe() throws Exception {
    try (RawConnection client = connect()) {
      client.send("PUT " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\na b");
      RawConnection.Answer answer = client.answer();
      assertEquals(408, answer.status());
      assertEquals("close", answer.header("Connection"));
      assertTrue(client.isAtEnd());
      assertFree();
    }
  }

  @Test
  void bodyThatTricklesIsGivenUpThoughItNeverStops() throws Exception {
    long began = System.nanoTime();
    try (RawConnection client = connect()) {
      client.send("PUT " + LARGE_PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 67108864\r\n\r\n");
      client.send(new byte[32 << 20]); // what was sent quickly earns no time
      assertTrue(tricklesUntilCut(client, new byte[1]));
      assertTrue(secondsSince(began) < 20, "after " + secondsSince(began) + " s");
      assertFree();
    }
  }

  @Test
  void chunkedBodyThatTricklesIsGivenUp() throws Exception {
    try (RawConnection client = connect()) {
      client.send("PUT " + PATH + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertTrue(tricklesUntilCut(client, "1\r\na\r\n".getBytes(UTF_8)));
      assertFree();
    }
  }

  @Test
  void headerThatTricklesIsGivenUpThoughItNeverStops() throws Exception {
    try (RawConnection client = connect()) {
      client.send("GET " + PATH + " HTTP/1.1\r\nHost: x\r\n");
      assertTrue(tricklesUntilCut(client, "X-More: y\r\n".getBytes(UTF_8)));
      assertEquals(0, service.server().connections());
    }
  }

  @Test
  void secondRequestOfAConnectionMayComeLateButNotSlowly() throws Exception {
    put(PATH, BLOCK);
    try (RawConnection client = connect()) {
      client.request("GET", PATH, Map.of(), NOTHING);
      assertEquals("a block", client.answer().text());
      client.send("GET " + PATH);
      assertTrue(tricklesUntilCut(client, "+A".getBytes(UTF_8)));
    }
  }

  @Test
  void clientThatTakesNothingIsCutAndItsBufferComesBack() throws Exception {
    put(LARGE_PATH, LARGE);
    try (RawConnection client = connect()) {
      client.request("GET", LARGE_PATH, Map.of(), NOTHING);
      Await.until("it has ended", () -> service.finished().size() == 1);
      FinishedRequest request = service.finished().get(0);
      assertEquals(FinishedRequest.CLIENT_GONE, request.status());
      assertTrue(request.failure() instanceof SlowClientException, "" + request.failure());
      assertFree();
    }
  }

  @Test
  void clientThatTakesLittleIsCutThoughItNeverStops() throws Exception {
    put(LARGE_PATH, LARGE);
    try (RawConnection client = connect()) {
      client.request("GET", LARGE_PATH, Map.of(), NOTHING);
      byte[] little = new byte[4 << 10];
      int taken = 0;
      while (service.finished().isEmpty()) {
        taken += client.socket().getInputStream().read(little);
        pause();
      }
      assertTrue(taken < LARGE.length / 2, "" + taken);
      assertFree();
    }
  }

  @Test
  void workThatTakesLongerThanAClientMayIsAnsweredOnAConnectionThatGoesOn() throws Exception {
    put(PATH, BLOCK);
    volume.hold(Operation.READ);
    try (RawConnection client = connect()) {
      client.request("GET", PATH, Map.of(), NOTHING);
      volume.awaitCall();
      pauseFor(LIMITS.idle().multipliedBy(5).dividedBy(2));
      volume.letGo();
      assertEquals("a block", client.answer().text());
      assertEquals("a block", client.request("GET", PATH, Map.of(), NOTHING).answer().text());
    }
  }

  @Test
  void uploadThatWaitsForItsTurnLongerThanAClientMayIsTaken() throws Exception {
    put(PATH, BLOCK);
    volume.hold(Operation.READ);
    try (RawConnection first = connect();
        RawConnection second = connect()) {
      first.request("GET", PATH, Map.of(), NOTHING);
      volume.awaitCall();
      byte[] block = "another block".getBytes(UTF_8);
      BlockHash hash = BlockHash.of(block);
      second.send(
          "PUT /%s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
              .formatted(hash, block.length));
      Await.until("it waits", () -> service.server().waiting() == 1);
      pauseFor(LIMITS.idle().multipliedBy(5).dividedBy(2));
      volume.letGo();
      assertEquals("a block", first.answer().text());
      assertEquals(100, second.answer().status());
      assertEquals(hash + "+13\n", second.send(block).answer().text());
      assertEquals(13, volume.stat(hash).size());
    }
  }

  /** Sends more while nobody has closed; a pause between two, as no test may sleep. */
  private static boolean tricklesUntilCut(RawConnection client, byte[] more) {
    long began = System.nanoTime();
    try {
      while (secondsSince(began) < 60) {
        client.send(more);
        pause();
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void pause() {
    pauseFor(LIMITS.idle().dividedBy(10));
  }

  private static void pauseFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    Await.until("time has passed", () -> System.nanoTime() > until);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private void put(String path, byte[] block) throws Exception {
    try (RawConnection client = connect()) {
      assertEquals(200, client.request("PUT", path, Map.of(), block).answer().status());
    }
    Await.until("it has ended", () -> service.server().working() == 0);
    service.finished().clear();
  }

  private void assertFree() {
    Await.until("the place is free", () -> service.server().working() == 0);
    assertEquals(0, service.buffers().lentBytes());
  }

  private RawConnection connect() throws Exception {
    return new RawConnection(service.port());
  }
}
