// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BufferPool;

/** Asks the service over HTTP, with an old disk that holds one block and an empty new one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingTest {
  private static final String FOO = "acbd18db4cc2f85cedef654fccc4a4d8";
  private static final String BAR = "37b51d194a7513e45b56f6524f2d51f2";
  private static final String DAMAGED = "b1946ac92492d2347c6235b4d2611184";
  private static final String MISSING = "73feffa4b7f6bb68e44cf984c85f6e88";

  private Path disks;
  private Path oldDisk;
  private Path newDisk;
  private Service service;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    disks = directory;
    oldDisk = Files.createDirectory(disks.resolve("old"));
    newDisk = Files.createDirectory(disks.resolve("new"));
    Files.writeString(Files.createDirectory(oldDisk.resolve("acb")).resolve(FOO), "foo");
    Files.writeString(Files.createDirectory(oldDisk.resolve("b19")).resolve(DAMAGED), "HELLO\n");
    service = Service.start(oldDisk, newDisk);
  }

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void putAnswersWithTheLocatorAndStoresOnTheNewDisk() throws Exception {
    HttpResponse<String> put = service.put(BodyPublishers.ofString("bar"));
    assertEquals(200, put.statusCode(), put.body());
    assertEquals(BAR + "+3\n", put.body());
    assertEquals("bar", Files.readString(newDisk.resolve("37b").resolve(BAR)));
    assertEquals("bar", service.text("/blocks/" + BAR + "+3").body());
  }

  @Test
  void servesABlockOfTheOldDiskAndChangesNothingThere() throws Exception {
    HttpResponse<byte[]> got = service.get("/blocks/" + FOO + "+3+Asignature");
    assertEquals(200, got.statusCode());
    assertArrayEquals("foo".getBytes(UTF_8), got.body());
    assertEquals("3", got.headers().firstValue("content-length").orElseThrow());
    assertEquals(200, service.put(BodyPublishers.ofString("foo")).statusCode());
    try (Stream<Path> all = Files.walk(oldDisk)) {
      List<String> names = all.map(path -> oldDisk.relativize(path).toString()).sorted().toList();
      assertEquals(List.of("", "acb", "acb/" + FOO, "b19", "b19/" + DAMAGED), names);
    }
  }

  @Test
  void aBlockOnNoDiskIsNotFound() throws Exception {
    HttpResponse<String> got = service.text("/blocks/" + MISSING);
    assertEquals(404, got.statusCode());
    assertTrue(got.body().startsWith("read " + MISSING), got.body());
  }

  @Test
  void refusesWhatIsNoLocator() throws Exception {
    assertEquals(400, service.text("/blocks/film.mkv").statusCode());
  }

  @Test
  void refusesABodyOfUnknownSize() throws Exception {
    var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1]));
    assertEquals(411, service.put(chunked).statusCode());
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    // Announced alone: a client that sent it all would not see the answer.
    try (SlowClient client = new SlowClient(service.port())) {
      String answer = client.ask("PUT /blocks", "Content-Length: 67108865");
      assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
  void aBodyIsABlockWhateverItsContentType(String type) throws Exception {
    HttpResponse<String> put = service.put(BodyPublishers.ofString("a=b"), "Content-Type", type);
    assertEquals(200, put.statusCode(), put.body());
    assertEquals(BlockHash.of("a=b".getBytes(UTF_8)) + "+3\n", put.body());
  }

  @Test
  void getSendsNothingOfADamagedBlockAndHeadDoesNotRead() throws Exception {
    HttpResponse<String> got = service.text("/blocks/" + DAMAGED);
    assertEquals(500, got.statusCode());
    assertTrue(got.body().startsWith("read " + DAMAGED), got.body());
    try (SlowClient client = new SlowClient(service.port())) {
      String head = client.ask("HEAD /blocks/" + DAMAGED);
      assertTrue(head.startsWith("HTTP/1.1 200"), head);
      assertTrue(head.contains("Content-Length: 6\r\n"), head);
    }
    assertEquals(404, service.head("/blocks/" + MISSING));
  }

  @Test
  @Timeout(60)
  void aClientThatGoesAwayGivesItsBufferBack() throws Exception {
    byte[] block = new byte[32 << 20];
    BlockHash hash = service.bean(BlockStore.class).write(ByteBuffer.wrap(block)).hash();
    BufferPool buffers = service.bean(BufferPool.class);
    try (SlowClient client = new SlowClient(service.port())) {
      assertTrue(client.ask("GET /blocks/" + hash).startsWith("HTTP/1.1 200"));
      assertEquals(block.length, buffers.lentBytes());
    }
    while (buffers.lentBytes() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void metricsTellCallsByVolumeOperationAndOutcome() throws Exception {
    assertEquals(200, service.put(BodyPublishers.ofString("metrics")).statusCode());
    String metrics = service.text("/actuator/prometheus").body();
    String device = "volume=\"[^\"]+/new\"";
    assertMatches(
        "keepvolume_calls_seconds_count\\{operation=\"write\",outcome=\"SUCCESS\"," + device,
        metrics);
    assertMatches(
        "keepvolume_bytes_total\\{operation=\"write\",outcome=\"SUCCESS\"," + device, metrics);
    assertMatches("keepvolume_running\\{operation=\"write\"," + device + "\\} 0.0", metrics);
    assertMatches("keepvolume_buffers_max_bytes 2.68435456E8", metrics);
    assertMatches("keepvolume_buffers_waiting 0.0", metrics);
  }

  private static void assertMatches(String line, String metrics) {
    assertTrue(
        metrics.lines().anyMatch(l -> l.matches(line + ".*")), () -> line + " not in\n" + metrics);
  }

  @Test
  void aLostDiskIsUnhealthyAndItsBlocksAreNotToldAsMissing() throws Exception {
    assertTrue(service.text("/actuator/health").body().startsWith("{\"status\":\"UP\""));
    Path away = Files.move(oldDisk, disks.resolve("away"));
    try {
      HttpResponse<String> got = service.text("/blocks/" + MISSING);
      assertEquals(503, got.statusCode(), got.body());
      HttpResponse<String> health = service.text("/actuator/health");
      assertEquals(503, health.statusCode());
      assertFalse(health.body().startsWith("{\"status\":\"UP\""), health.body());
      assertEquals(200, service.put(BodyPublishers.ofString("still")).statusCode());
    } finally {
      Files.move(away, oldDisk);
    }
  }
}
