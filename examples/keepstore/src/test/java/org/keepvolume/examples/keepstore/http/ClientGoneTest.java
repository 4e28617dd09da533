// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import static com.google.common.base.Strings.nullToEmpty;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import javax.annotation.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

/** What becomes of the work for a client that has left. */
class ClientGoneTest {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] BLOCK = "a block".getBytes(UTF_8);
  private static final String PATH = "/" + BlockHash.of(BLOCK);

  /** Takes the only buffer of the service. */
  private static final byte[] LARGE = new byte[Volume.MAX_BLOCK_SIZE];

  private static final String LARGE_PATH = "/" + BlockHash.of(LARGE);

  /** A block whose write keeps it. */
  private static final byte[] OTHER = new byte[Volume.MAX_BLOCK_SIZE - 1];

  private static final String OTHER_PATH = "/" + BlockHash.of(OTHER);

  /** More than there is room for in the first piece of a listing. */
  private static final int LINES = 3000;

  private HeldVolume volume;
  private TestService service;

  @BeforeEach
  void startService() throws Exception {
    volume =
        new HeldVolume(InMemoryVolume.open(new MemoryDevice("memory"), VolumeContext.defaults()));
    service =
        TestService.builder()
            .mount(volume, MountOptions.defaults())
            .bufferBytes(Volume.MAX_BLOCK_SIZE, Duration.ofSeconds(30))
            .maxRequests(3, 4) // two of which are for large ones
            .start();
  }

  @AfterEach
  void stopService() throws Exception {
    volume.letGo();
    service.close();
  }

  @ParameterizedTest
  @EnumSource
  void getWhoseClientLeavesIsInterruptedAndGivesItsBufferBack(Departure how) throws Exception {
    put(PATH, BLOCK);
    volume.hold(Operation.READ);
    RawConnection client = connect().request("GET", PATH, Map.of(), NOTHING);
    volume.awaitCall();
    how.leave(client);
    assertGaveUp("GET");
    assertEquals(1, volume.interrupted());
  }

  @ParameterizedTest
  @EnumSource
  void putWhoseClientLeavesIsInterruptedAndGivesItsBufferBack(Departure how) throws Exception {
    volume.hold(Operation.WRITE);
    RawConnection client = connect().request("PUT", PATH, Map.of(), BLOCK);
    volume.awaitCall();
    how.leave(client);
    assertGaveUp("PUT");
    assertEquals(1, volume.interrupted());
  }

  @ParameterizedTest
  @EnumSource
  void putOfTheEmptyBlockWhoseClientLeavesIsInterruptedToo(Departure how) throws Exception {
    volume.hold(Operation.WRITE);
    RawConnection client = connect().request("PUT", "/" + BlockHash.of(NOTHING), Map.of(), NOTHING);
    volume.awaitCall();
    how.leave(client);
    assertGaveUp("PUT");
    assertEquals(1, volume.interrupted());
  }

  @ParameterizedTest
  @CsvSource({
    "TOUCH, TOUCH, ",
    "TRASH, DELETE, ",
    "UNTRASH, PUT, /untrash",
    "INDEX, GET, /index",
    "STATUS, GET, /status.json",
  })
  void callOfAnySortIsInterruptedWhenItsClientLeaves(
      Operation operation, String method, @Nullable String route) throws Exception {
    put(PATH, BLOCK);
    volume.hold(operation);
    RawConnection client = connect();
    client.send(
        "%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(
                method,
                method.equals("GET") ? route : nullToEmpty(route) + PATH,
                TestService.SYSTEM_TOKEN));
    volume.awaitCall();
    client.close();
    assertGaveUp(method);
    assertEquals(1, volume.interrupted());
  }

  @ParameterizedTest
  @EnumSource
  void listingOfWhichAPartWasSentIsInterruptedWhenItsClientLeaves(Departure how) throws Exception {
    for (int i = 0; i < LINES; i++) {
      byte[] block = ("block " + i).getBytes(UTF_8);
      volume.write(BlockHash.of(block), ByteBuffer.wrap(block));
    }
    volume.holdListings(LINES);
    Map<String, String> token = Map.of("Authorization", "Bearer " + TestService.SYSTEM_TOKEN);
    RawConnection client = connect().request("GET", "/index", token, NOTHING);
    volume.awaitCall();
    assertTrue(client.socket().getInputStream().read() >= 0, "a part was sent");
    how.leave(client);
    assertGaveUp("GET");
    assertEquals(1, volume.interrupted());
    Throwable failure = service.finished().get(0).failure();
    assertTrue(failure instanceof ClientGoneException, "it is the client's doing: " + failure);
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesInTheMiddleOfItsBlockIsLoggedAsGone(Departure how) throws Exception {
    RawConnection client = connect();
    client.send("PUT " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\na b");
    Await.until("it is read", () -> service.server().working() == 1);
    how.leave(client);
    assertGaveUp("PUT");
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesWhileItWaitsForABufferIsNotServed(Departure how) throws Exception {
    put(LARGE_PATH, LARGE);
    volume.hold(Operation.WRITE);
    try (RawConnection holder = connect().request("PUT", OTHER_PATH, Map.of(), OTHER)) {
      volume.awaitCall();
      RawConnection client = connect().request("GET", LARGE_PATH, Map.of(), NOTHING);
      Await.until("a read waits for a buffer", () -> service.buffers().waiting() == 1);
      how.leave(client);
      Await.until("it waits no more", () -> service.buffers().waiting() == 0);
      Await.until("it has ended", () -> service.finished().size() == 1);
      assertEquals(FinishedRequest.CLIENT_GONE, service.finished().get(0).status());
      volume.letGo();
      assertEquals(200, holder.answer().status());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesBeforeItIsAskedForItsBlockIsNotServed(Departure how) throws Exception {
    put(LARGE_PATH, LARGE);
    volume.hold(Operation.WRITE);
    try (RawConnection holder = connect().request("PUT", OTHER_PATH, Map.of(), OTHER)) {
      volume.awaitCall();
      RawConnection client = connect();
      client.send(
          "PUT "
              + LARGE_PATH
              + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
              + LARGE.length
              + "\r\n\r\n");
      Await.until("a write waits for a buffer", () -> service.buffers().waiting() == 1);
      how.leave(client);
      Await.until("it waits no more", () -> service.buffers().waiting() == 0);
      volume.letGo();
      assertEquals(200, holder.answer().status());
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeavesWhileItWaitsForItsTurnGivesItUp(Departure how) throws Exception {
    put(PATH, BLOCK);
    volume.hold(Operation.READ);
    try (RawConnection first = connect().request("GET", PATH, Map.of(), NOTHING);
        RawConnection second = connect().request("GET", PATH, Map.of(), NOTHING)) {
      volume.awaitCall();
      volume.awaitCall();
      RawConnection client = connect().request("GET", PATH, Map.of(), NOTHING);
      Await.until("it waits for its turn", () -> service.server().waiting() == 1);
      how.leave(client);
      Await.until("it has given it up", () -> service.server().waiting() == 0);
      Await.until("it is told", () -> service.finished().size() == 1);
      assertEquals(FinishedRequest.CLIENT_GONE, service.finished().get(0).status());
      volume.letGo();
      assertEquals(200, first.answer().status());
      assertEquals(200, second.answer().status());
    }
    assertEquals(0, volume.interrupted());
  }

  @Test
  void nextRequestThatComesDuringTheWorkIsAnsweredAfterIt() throws Exception {
    put(PATH, BLOCK);
    volume.hold(Operation.READ);
    try (RawConnection client = connect().request("GET", PATH, Map.of(), NOTHING)) {
      volume.awaitCall();
      client.request("PUT", PATH, Map.of(), BLOCK).request("HEAD", PATH, Map.of(), NOTHING);
      volume.letGo();
      assertEquals("a block", client.answer().text());
      assertTrue(client.answer().text().startsWith(PATH.substring(1)));
      assertEquals(200, client.answer(true).status());
    }
    assertEquals(0, volume.interrupted());
  }

  /** The byte that the watch hands back finds no room behind what was read ahead. */
  @Test
  void nextRequestThatFillsTheReadAheadLosesNoByte() throws Exception {
    put(PATH, BLOCK);
    volume.hold(Operation.READ);
    try (RawConnection client = connect()) {
      byte[] block = new byte[200_000];
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) (i * 31);
      }
      client.request("GET", PATH, Map.of(), NOTHING);
      volume.awaitCall();
      // What has come meanwhile is read at once, as much as there is room for.
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(("GET " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8));
      both.writeBytes(
          "PUT /%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
              .formatted(BlockHash.of(block), block.length)
              .getBytes(UTF_8));
      both.writeBytes(block);
      client.send(both.toByteArray());
      volume.letGoAndHold();
      assertEquals("a block", client.answer().text());
      volume.awaitCall();
      try (RawConnection other = connect().request("GET", "/status.json", Map.of(), NOTHING)) {
        assertEquals(200, other.answer().status()); // the server has looked at all connections
      }
      volume.letGo();
      assertEquals("a block", client.answer().text());
      assertEquals(200, client.answer().status());
    }
  }

  private void put(String path, byte[] block) throws Exception {
    try (RawConnection client = connect()) {
      assertEquals(200, client.request("PUT", path, Map.of(), block).answer().status());
    }
    Await.until("it has ended", () -> service.finished().size() == 1);
    service.finished().clear();
    Await.until("its place is free", () -> service.server().working() == 0);
  }

  private RawConnection connect() throws Exception {
    return new RawConnection(service.port());
  }

  private void assertGaveUp(String method) {
    Await.until("the request has ended", () -> !service.finished().isEmpty());
    FinishedRequest request = service.finished().get(0);
    assertEquals(method, request.method());
    assertEquals(FinishedRequest.CLIENT_GONE, request.status());
    assertEquals(0, service.buffers().lentBytes());
    Await.until("its place is free", () -> service.server().working() == 0);
  }
}
