// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;
import static org.keepvolume.azure.http.RequestName.PUT_BLOB;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts what does not happen, and what ends before it is over. */
@Timeout(30)
class FaultProxyScriptTest {
  private final TinyService service = new TinyService();
  private FaultProxy proxy;
  private TinyClient client;

  @BeforeEach
  void start() throws IOException {
    proxy = FaultProxy.to(service.endpoint());
    client = new TinyClient(proxy.endpoint() + "/container");
    service.blobs.put("blob", "0123456789".getBytes(UTF_8));
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
  void requestThatDidNotComeIsNamed() throws Exception {
    client.get("blob");
    proxy.on(GET_BLOB, 3).loseAnswer();
    client.get("blob");
    AssertionError error = assertThrows(AssertionError.class, proxy::assertAllUsed);
    assertTrue(
        error.getMessage().contains("not used: Get Blob 3: there were 2"), error::getMessage);
    assertThrows(AssertionError.class, proxy::startOver);
    proxy.assertAllUsed();
  }

  @Test
  void closeFailsForARuleThatWasNotUsed() {
    proxy.onEvery(LIST_BLOBS).shortPage();
    assertThrows(AssertionError.class, proxy::close);
    proxy.close();
  }

  static Stream<Arguments> tooFar() {
    return Stream.of(
        named("flipBit", rule -> rule.flipBit(10)),
        named("cutAnswer", rule -> rule.cutAnswer(10)),
        named("resetMid", rule -> rule.resetMid(11)),
        named("stallMid", rule -> rule.stallMid(10)),
        named("stallReading", rule -> rule.stallReading(0)),
        named("flipRequestBit", rule -> rule.flipRequestBit(0)),
        named("dropHeader", rule -> rule.dropHeader("Content-MD5")),
        named("shortPage", rule -> rule.shortPage()),
        named("flip behind a cut", rule -> rule.flipBit(5).cutAnswer(4)));
  }

  private static Arguments named(String name, Consumer<RequestRule> action) {
    return Arguments.of(name, action);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooFar")
  void faultThatCannotHappenIsNotUsed(String name, Consumer<RequestRule> action) throws Exception {
    action.accept(proxy.on(GET_BLOB, 1));
    if (name.contains("behind")) {
      assertThrows(IOException.class, () -> client.get("blob"));
    } else {
      assertEquals("0123456789", new String(client.get("blob").body(), UTF_8));
    }
    AssertionError error = assertThrows(AssertionError.class, proxy::startOver);
    assertTrue(error.getMessage().contains("not used: Get Blob 1: "), error::getMessage);
  }

  @Test
  void startOverCountsAnewOnTheSameConnection() throws Exception {
    proxy.on(GET_BLOB, 1).flipBit(0);
    client.get("blob");
    proxy.startOver();
    assertEquals(List.of(), proxy.requests());
    proxy.on(GET_BLOB, 1).flipBit(1);
    assertEquals("0023456789", new String(client.get("blob").body(), UTF_8));
    assertEquals(1, proxy.totalConnections());
  }

  @Test
  void rulesThatContradictOrComeTooLateAreRefused() throws Exception {
    client.get("blob");
    assertThrows(IllegalArgumentException.class, () -> proxy.on(GET_BLOB, 1).flipBit(0));
    assertThrows(IllegalArgumentException.class, () -> proxy.on(GET_BLOB, 0).flipBit(0));
    RequestRule rule = proxy.on(GET_BLOB, 2).duplicate().loseAnswer();
    assertThrows(IllegalStateException.class, () -> rule.status(503, null));
    assertThrows(IllegalStateException.class, () -> rule.cutAnswer(1));
    assertThrows(AssertionError.class, proxy::startOver);
  }

  @Test
  void failedHookFailsTheTest() throws Exception {
    proxy
        .on(PUT_BLOB, 1)
        .before(
            () -> {
              throw new IOException("touch failed");
            });
    assertThrows(IOException.class, () -> client.put("new", new byte[1]));
    AssertionError error = assertThrows(AssertionError.class, proxy::close);
    assertTrue(error.getMessage().contains("the hook of Put Blob 1"), error::getMessage);
  }

  @Test
  void serviceThatDiesUnscriptedFailsTheTest() throws Exception {
    service.close();
    assertThrows(IOException.class, () -> client.put("new", new byte[1]));
    assertThrows(AssertionError.class, proxy::close);
  }

  @Test
  void closeLetsGoOfAllThatWaits() throws Exception {
    Stall mid = proxy.on(GET_BLOB, 1).stallMid(3);
    Stall before = proxy.on(GET_BLOB_PROPERTIES, 1).stall();
    CountDownLatch held = new CountDownLatch(1);
    proxy.on(PUT_BLOB, 1).before(held::countDown).hold(new CountDownLatch(1));
    List<CompletableFuture<HttpResponse<byte[]>>> calls =
        List.of(
            client.getAsync("blob"), client.headAsync("blob"), client.putAsync("new", new byte[1]));
    mid.awaitReached();
    before.awaitReached();
    assertTrue(held.await(10, TimeUnit.SECONDS));
    assertEquals(3, proxy.openConnections());
    proxy.close();
    assertEquals(0, proxy.openConnections());
    calls.forEach(
        call -> assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS)));
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("FaultProxy")));
  }
}
