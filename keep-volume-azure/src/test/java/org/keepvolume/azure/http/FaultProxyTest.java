// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.DELETE_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;
import static org.keepvolume.azure.http.RequestName.PUT_BLOB;
import static org.keepvolume.azure.http.RequestName.SET_BLOB_METADATA;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Breaks requests to a service that keeps blobs in a map: what the client and the service see. */
@Timeout(30)
class FaultProxyTest {
  private static final byte[] BLOB = "0123456789".getBytes(UTF_8);

  private final TinyService service = new TinyService();
  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
  private FaultProxy proxy;
  private TinyClient client;

  @BeforeEach
  void start() throws IOException {
    proxy = FaultProxy.to(service.endpoint(), pauses::add);
    client = new TinyClient(proxy.endpoint() + "/container");
    service.blobs.put("blob", BLOB);
  }

  @AfterEach
  void stop() {
    try {
      proxy.close();
    } finally {
      service.close();
    }
  }

  @Test
  void withoutRulesRequestsPassAndAreRecorded() throws Exception {
    assertEquals(201, client.put("new", new byte[300_000]).statusCode());
    assertEquals(300_000, client.get("new").body().length);
    assertEquals("10", client.head("blob").headers().firstValue("Content-Length").orElseThrow());
    assertEquals(200, client.setMetadata("blob").statusCode());
    assertEquals(202, client.delete("blob").statusCode());
    assertEquals(404, client.get("blob").statusCode());
    assertEquals(TinyService.PAGE, new String(client.list().body(), UTF_8));
    assertEquals(
        List.of(
            PUT_BLOB,
            GET_BLOB,
            GET_BLOB_PROPERTIES,
            SET_BLOB_METADATA,
            DELETE_BLOB,
            GET_BLOB,
            LIST_BLOBS),
        proxy.names());
    RecordedRequest put = proxy.requests(PUT_BLOB).get(0);
    assertEquals(300_000, put.bodyBytes());
    assertEquals("new", put.blob());
    assertEquals("BlockBlob", put.header("x-ms-blob-type"));
    assertNull(put.header("Authorization"));
    assertEquals("Get Blob 2 /account/container/blob", proxy.requests(GET_BLOB).get(1).toString());
    assertEquals(1, proxy.totalConnections());
    assertEquals(1, proxy.openConnections());
  }

  @Test
  void droppedRequestDoesNotReachTheService() {
    proxy.on(PUT_BLOB, 1).dropRequest();
    assertThrows(IOException.class, () -> client.put("new", BLOB));
    assertNull(service.blobs.get("new"));
    assertEquals(BLOB.length, proxy.requests().get(0).bodyBytes());
  }

  @Test
  void resetRequestDoesNotReachTheService() {
    proxy.on(PUT_BLOB, 1).resetBefore();
    assertThrows(IOException.class, () -> client.put("new", BLOB));
    assertNull(service.blobs.get("new"));
  }

  @Test
  void lostAnswerWasGiven() {
    proxy.on(PUT_BLOB, 1).loseAnswer();
    assertThrows(IOException.class, () -> client.put("new", BLOB));
    assertArrayEquals(BLOB, service.blobs.get("new"));
  }

  @Test
  void secondOfItsNameIsBroken() throws Exception {
    proxy.on(SET_BLOB_METADATA, 2).loseAnswer();
    client.setMetadata("blob");
    client.get("blob");
    assertThrows(IOException.class, () -> client.setMetadata("blob"));
    assertEquals(200, client.setMetadata("blob").statusCode());
  }

  @Test
  void cutAnswerHasThatManyBytes() throws Exception {
    proxy.on(GET_BLOB, 1).cutAnswer(4);
    assertEquals("0123", readToFailure());
  }

  @Test
  void resetAnswerEndsInTheMiddle() throws Exception {
    proxy.on(GET_BLOB, 1).resetMid(4);
    assertTrue("0123".startsWith(readToFailure()));
  }

  private String readToFailure() throws Exception {
    StringBuilder seen = new StringBuilder();
    assertThrows(
        IOException.class,
        () -> {
          try (InputStream body = client.stream("blob").body()) {
            for (int c = body.read(); c >= 0; c = body.read()) {
              seen.append((char) c);
            }
          }
        });
    return seen.toString();
  }

  @Test
  void stalledAnswerComesWhenReleased() throws Exception {
    Stall stall = proxy.on(PUT_BLOB, 1).stall();
    CompletableFuture<HttpResponse<byte[]>> answer = client.putAsync("new", BLOB);
    stall.awaitReached();
    assertArrayEquals(BLOB, service.blobs.get("new"));
    assertFalse(answer.isDone());
    stall.release();
    assertEquals(201, answer.get(10, TimeUnit.SECONDS).statusCode());
  }

  @Test
  void connectionOfClientThatLeavesStalledAnswerIsClosed() throws Exception {
    Stall stall = proxy.on(GET_BLOB, 1).stall();
    CompletableFuture<HttpResponse<byte[]>> answer = client.getAsync("blob");
    stall.awaitReached();
    assertEquals(1, proxy.openConnections());
    answer.cancel(true);
    proxy.awaitOpenConnections(0);
  }

  @Test
  void answerStallsInTheMiddle() throws Exception {
    Stall stall = proxy.on(GET_BLOB, 1).stallMid(4);
    try (InputStream body = client.stream("blob").body()) {
      assertEquals("0123", new String(body.readNBytes(4), UTF_8));
      stall.awaitReached();
      assertEquals(0, body.available());
      stall.release();
      assertEquals("456789", new String(body.readAllBytes(), UTF_8));
    }
  }

  @Test
  void connectionOfClientThatLeavesInTheMiddleIsClosed() throws Exception {
    Stall stall = proxy.on(GET_BLOB, 1).stallMid(4);
    try (InputStream body = client.stream("blob").body()) {
      assertEquals('0', body.read());
      stall.awaitReached();
    }
    proxy.awaitOpenConnections(0);
  }

  @Test
  void requestStallsInTheMiddle() throws Exception {
    byte[] large = new byte[16 << 20];
    Stall stall = proxy.on(PUT_BLOB, 1).stallReading(1 << 20);
    CompletableFuture<HttpResponse<byte[]>> answer = client.putAsync("large", large);
    stall.awaitReached();
    assertEquals(1 << 20, proxy.requests().get(0).bodyBytes());
    assertFalse(answer.isDone());
    stall.release();
    assertEquals(201, answer.get(10, TimeUnit.SECONDS).statusCode());
    assertEquals(large.length, service.blobs.get("large").length);
  }

  @Test
  void slowAnswerPausesByItsSpeed() throws Exception {
    proxy.on(GET_BLOB, 1).slow(100);
    assertArrayEquals(BLOB, client.get("blob").body());
    Duration all = Duration.ZERO;
    for (int i = 0; i < 5; i++) { // the last is made behind the last byte, which the client has
      all = all.plus(pauses.poll(10, TimeUnit.SECONDS));
    }
    assertEquals(Duration.ofMillis(100), all);
  }

  @Test
  void statusIsAnsweredInTheServicesPlace() throws Exception {
    proxy.on(PUT_BLOB, 1).status(503, "ServerBusy", "Retry-After", "7");
    HttpResponse<byte[]> answer = client.put("new", new byte[1 << 20]);
    assertEquals(503, answer.statusCode());
    assertEquals("ServerBusy", answer.headers().firstValue("x-ms-error-code").orElseThrow());
    assertEquals("7", answer.headers().firstValue("Retry-After").orElseThrow());
    assertTrue(new String(answer.body(), UTF_8).contains("<Code>ServerBusy</Code>"));
    assertNull(service.blobs.get("new"));
    assertEquals(1 << 20, proxy.requests().get(0).bodyBytes());
    assertEquals(201, client.put("new", BLOB).statusCode());
    assertEquals(1, proxy.totalConnections());
  }

  @Test
  void errorPageHasNoCodeAndHeadHasNoBody() throws Exception {
    proxy.on(GET_BLOB, 1).status(404, null);
    proxy.on(GET_BLOB_PROPERTIES, 1).status(503, "ServerBusy");
    assertTrue(client.get("blob").headers().firstValue("x-ms-error-code").isEmpty());
    assertEquals(503, client.head("blob").statusCode());
    assertEquals(200, client.head("blob").statusCode());
  }

  @Test
  void duplicateAnswersAsTheSecondTime() throws Exception {
    proxy.on(DELETE_BLOB, 1).duplicate();
    assertEquals(404, client.delete("blob").statusCode());
    assertEquals(List.of("DELETE", "DELETE"), service.methods());
    proxy.on(PUT_BLOB, 1).duplicate();
    client.put("new", BLOB);
    assertArrayEquals(BLOB, service.blobs.get("new"));
  }

  @Test
  void flippedBitsArrive() throws Exception {
    proxy.on(GET_BLOB, 1).flipBit(3);
    assertEquals("0122456789", new String(client.get("blob").body(), UTF_8));
    proxy.on(PUT_BLOB, 1).flipRequestBit(9);
    client.put("new", BLOB);
    assertEquals("0123456788", new String(service.blobs.get("new"), UTF_8));
  }

  @Test
  void headersOfAnswersAreChanged() throws Exception {
    proxy.on(GET_BLOB_PROPERTIES, 1).dropHeader("etag").setHeader("x-ms-meta-a", "b");
    HttpResponse<?> answer = client.head("blob");
    assertTrue(answer.headers().firstValue("ETag").isEmpty());
    assertEquals("b", answer.headers().firstValue("x-ms-meta-a").orElseThrow());
    assertTrue(client.head("blob").headers().firstValue("ETag").isPresent());
  }

  @Test
  void listingsSayLessThanThereIs() throws Exception {
    proxy.on(LIST_BLOBS, 1).shortPage();
    proxy.on(LIST_BLOBS, 2).truncatedListing();
    assertEquals(
        TinyService.PAGE.replace("<NextMarker>more</NextMarker>", "<NextMarker />"),
        new String(client.list().body(), UTF_8));
    assertEquals(
        TinyService.PAGE.substring(0, TinyService.PAGE.length() / 2),
        new String(client.list().body(), UTF_8));
  }

  @Test
  void hooksRunBeforeTheRequestAndBeforeItsAnswer() throws Exception {
    List<String> seen = new ArrayList<>();
    proxy
        .on(DELETE_BLOB, 1)
        .before(() -> seen.add("before " + service.blobs.containsKey("blob")))
        .onAnswer(() -> seen.add("after " + service.blobs.containsKey("blob")))
        .loseAnswer();
    assertThrows(IOException.class, () -> client.delete("blob"));
    assertEquals(List.of("before true", "after false"), seen);
  }

  @Test
  void heldRequestIsForwardedThoughTheClientHasGone() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    proxy.on(PUT_BLOB, 1).before(held::countDown).hold(latch).onAnswer(done::countDown);
    CompletableFuture<HttpResponse<byte[]>> answer = client.putAsync("new", BLOB);
    assertTrue(held.await(10, TimeUnit.SECONDS));
    while (proxy.requests().get(0).bodyBytes() < BLOB.length) {
      Thread.onSpinWait();
    }
    answer.cancel(true);
    proxy.awaitOpenConnections(0);
    assertNull(service.blobs.get("new"));
    latch.countDown();
    assertTrue(done.await(10, TimeUnit.SECONDS));
    assertArrayEquals(BLOB, service.blobs.get("new"));
  }

  @Test
  void ruleForAllAndRuleForThoseThatMatch() throws Exception {
    proxy.on(GET_BLOB, request -> request.header("Range") != null).flipBit(0);
    proxy.onEvery(GET_BLOB).setHeader("x-every", "yes");
    assertEquals("yes", client.get("blob").headers().firstValue("x-every").orElseThrow());
    assertEquals("1123456789", new String(client.range("blob").body(), UTF_8));
    assertEquals("yes", client.range("blob").headers().firstValue("x-every").orElseThrow());
  }
}
