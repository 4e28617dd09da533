// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks a server without blobs for blobs and listings, with the JDK's client. */
@Timeout(30)
class NullServerTest {
  private static final NullSettings SETTINGS =
      NullSettings.defaults().withBlobs(1000, 7).withTrashedEvery(10).withBlobSize(300_000);

  private NullServer server;
  private TinyClient client;

  @BeforeEach
  void start() throws Exception {
    open(SETTINGS);
  }

  private void open(NullSettings settings) throws Exception {
    server = NullServer.start(settings, Clock.systemUTC());
    client = new TinyClient(server.endpoint() + "/container");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void blobsHaveTheSizeOfTheirNamesOrOfTheSettings() throws Exception {
    assertEquals(70_001, client.get("blob-70001").body().length);
    assertEquals(300_000, client.get("blob").body().length);
    assertEquals("0", client.head("-0").headers().firstValue("Content-Length").orElseThrow());
    assertEquals(1, server.totalConnections());
  }

  @Test
  void registeredBlobIsDeliveredByRanges() throws Exception {
    server.register("blob", "0123456789".getBytes(UTF_8));
    assertEquals("0123456789", new String(client.get("blob").body(), UTF_8));
    HttpResponse<byte[]> part = client.range("blob", "bytes=3-5");
    assertEquals(206, part.statusCode());
    assertEquals("345", new String(part.body(), UTF_8));
    assertEquals("bytes 3-5/10", part.headers().firstValue("Content-Range").orElseThrow());
    assertEquals("789", new String(client.range("blob", "bytes=7-").body(), UTF_8));
    assertEquals(10, client.range("blob", "bytes=0-1000").body().length);
    assertEquals(416, client.range("blob", "bytes=10-11").statusCode());
  }

  @Test
  void changesSucceedAndChangeNothing() throws Exception {
    assertEquals(201, client.put("blob", new byte[1 << 20]).statusCode());
    assertEquals(200, client.setMetadata("blob").statusCode());
    assertEquals(202, client.delete("blob").statusCode());
    assertEquals(200, client.head("blob").statusCode());
    assertEquals(1, server.count(RequestName.PUT_BLOB));
  }

  @ParameterizedTest(name = "names in {0}, sharded: {1}, prefix {2}")
  @CsvSource({"'',false,''", "'',false,3", "'',false,ab", "keep/,true,a/ab", "keep/,false,3"})
  void pagesNameAllBlobsOfThePrefixInOrder(String before, boolean sharded, String prefix)
      throws Exception {
    server.close();
    open(SETTINGS.withNames(before, sharded));
    List<String> expected =
        IntStream.range(0, 1000)
            .mapToObj(server::listedName)
            .filter(name -> name.startsWith(before + prefix))
            .toList();
    List<String> listed = new ArrayList<>();
    String marker = "";
    do {
      String page =
          new String(
              client
                  .list("include=metadata", "prefix=" + before + prefix, "marker=" + marker)
                  .body(),
              UTF_8);
      assertTrue(page.endsWith("</EnumerationResults>"), page);
      listed.addAll(between(page, "<Name>", "</Name>"));
      assertEquals(
          (int) between(page, "<Name>", "</Name>").stream().filter(this::isTrashed).count(),
          between(page, "<expires_at>", "</expires_at>").size());
      marker = between(page, "<NextMarker>", "</NextMarker>").get(0);
    } while (!marker.isEmpty());
    assertEquals(expected, listed);
    assertEquals(expected.stream().sorted().distinct().toList(), listed);
    assertEquals((expected.size() + 6) / 7, server.count(RequestName.LIST_BLOBS));
  }

  private boolean isTrashed(String name) {
    return IntStream.range(0, 100).anyMatch(i -> server.listedName(10 * i).equals(name));
  }

  private static List<String> between(String text, String begin, String end) {
    List<String> found = new ArrayList<>();
    for (int at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
      found.add(text.substring(at + begin.length(), text.indexOf(end, at)));
    }
    return found;
  }

  @Test
  void pageIsNoLongerThanTheClientAsksFor() throws Exception {
    String page = new String(client.list("maxresults=3").body(), UTF_8);
    assertEquals(3, between(page, "<Name>", "</Name>").size());
    assertEquals(List.of("3"), between(page, "<NextMarker>", "</NextMarker>"));
    assertEquals(0, between(page, "<Metadata", ">").size());
  }

  @Test
  void argumentsOfTheProcessAreSettings() {
    assertEquals(
        SETTINGS.withPageDelay(Duration.ofMillis(250)).withNames("keep/", true),
        NullServer.settings(
            List.of(
                "blobs 1000 page 7 trashed-every 10 size 300000 delay 250 prefix keep/ sharded true"
                    .split(" ", -1))));
  }

  @Test
  void emptyListingIsOnePage() throws Exception {
    server.close();
    open(NullSettings.defaults());
    assertArrayEquals(client.list().body(), client.list("prefix=a").body());
  }
}
