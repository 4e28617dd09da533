// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.VolumeContext;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.examples.keepstore.http.TransferLimits;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/** A good client beside many bad ones, who keep nothing for longer than the limits. */
@Tag("long")
class BadPeersTest {
  private static final TransferLimits LIMITS = new TransferLimits(Duration.ofSeconds(1), 1 << 20);

  /** More than sockets hold, and than all memory for as many. */
  private static final byte[] LARGE = new byte[16 << 20];

  private static final String LARGE_PATH = "/" + BlockHash.of(LARGE);
  private static final Figures FIGURES =
      new Figures(
          "peers",
          "bad peers",
          "what each does",
          "good GETs of 4 KiB",
          "p50 ms",
          "p99 ms",
          "all free after ms");

  private final byte[] block = new byte[4096];
  private final List<RawConnection> peers = new ArrayList<>();
  private TestService service;

  private enum Misdeed {
    NONE(""),
    TAKES_A_BYTE_NOW_AND_THEN("GET " + LARGE_PATH + "+16777216 HTTP/1.1\r\nHost: x\r\n\r\n"),
    SENDS_A_BYTE_NOW_AND_THEN(
        "PUT " + LARGE_PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 16777216\r\n\r\n"),
    SENDS_HALF_A_LINE("GET /acbd18db4cc2"),
    SENDS_HALF_A_HEADER("GET /acbd18db4cc2f85cedef654fccc4a4d8 HTTP/1.1\r\nHost: x\r\nAuthor"),
    SENDS_HALF_A_BODY(
        "PUT " + LARGE_PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 16777216\r\n\r\nhalf"),
    SENDS_HALF_A_CHUNK(
        "PUT "
            + LARGE_PATH
            + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n99\r\nhalf"),
    SENDS_A_MEBIBYTE_OF_HEADERS(
        "GET /a HTTP/1.1\r\nHost: x\r\n" + "X-Y: zzzzzzzzz\r\n".repeat(1 << 16)),
    SENDS_HEADERS_NOW_AND_THEN("GET /a HTTP/1.1\r\nHost: x\r\n"),
    LEAVES(LARGE_PATH),
    IS_IDLE("");

    private final String first;

    Misdeed(String first) {
      this.first = first;
    }

    /** A body of unknown size takes the one large buffer, for which others then wait. */
    int peers() {
      return this == NONE ? 0 : this == SENDS_HALF_A_CHUNK ? 3 : 12;
    }
  }

  @BeforeEach
  void startService() throws Exception {
    service =
        TestService.builder()
            .mount(
                InMemoryVolume.open(new MemoryDevice("memory"), VolumeContext.defaults()),
                MountOptions.defaults())
            .bufferBytes(128 << 20, Duration.ofSeconds(30))
            .limits(LIMITS)
            .maxRequests(8, 64)
            .start();
    try (GoodClient client = new GoodClient(service.port(), LARGE)) {
      client.put();
    }
  }

  @AfterEach
  void stopService() throws Exception {
    for (RawConnection peer : peers) {
      peer.close();
    }
    service.close();
  }

  @AfterAll
  static void writeFigures() throws IOException {
    FIGURES.write();
  }

  @ParameterizedTest
  @EnumSource
  void goodClientGoesOnBesideBadOnesWhoKeepNothing(Misdeed misdeed) throws Exception {
    Latencies latencies = new Latencies();
    try (GoodClient good = new GoodClient(service.port(), block)) {
      good.put();
      long began = System.nanoTime();
      for (int i = 0; i < misdeed.peers(); i++) {
        begin(misdeed);
      }
      // The good client would be an idle one, too, if it only waited.
      for (int i = 0; !isOver(began) || !nothingIsKept(); i++) {
        long start = System.nanoTime();
        good.get();
        latencies.add(System.nanoTime() - start);
        if (i % 32 == 0 && (misdeed != Misdeed.LEAVES || !isOver(began))) {
          goOn(misdeed);
        }
        assertTrue(millisSince(began) < 60_000, "something is kept");
      }
      FIGURES.row(
          "" + misdeed.peers(),
          misdeed.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          "" + latencies.count(),
          latencies.text(500),
          latencies.text(990),
          misdeed == Misdeed.NONE ? "-" : "" + millisSince(began));
    }
    assertTrue(latencies.millis(990) < 1000, latencies.text(990));
  }

  private static boolean isOver(long began) {
    return millisSince(began) > LIMITS.idle().toMillis();
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private boolean nothingIsKept() {
    return service.server().connections() == 1
        && service.server().waiting() == 0
        && service.server().working() <= 1
        && service.buffers().lentBytes() <= block.length;
  }

  private void begin(Misdeed misdeed) throws IOException {
    RawConnection peer = new RawConnection(service.port());
    peers.add(peer);
    try {
      if (misdeed == Misdeed.LEAVES) {
        peer.request("GET", LARGE_PATH, Map.of(), new byte[0]).close();
      } else {
        peer.send(misdeed.first);
      }
    } catch (IOException e) {
      assertEquals(Misdeed.SENDS_A_MEBIBYTE_OF_HEADERS, misdeed);
    }
  }

  private void goOn(Misdeed misdeed) throws IOException {
    switch (misdeed) {
      case LEAVES -> begin(misdeed);
      case TAKES_A_BYTE_NOW_AND_THEN -> {
        for (RawConnection peer : peers) {
          if (peer.socket().getInputStream().available() > 0) {
            int unused = peer.socket().getInputStream().read();
          }
        }
      }
      case SENDS_A_BYTE_NOW_AND_THEN -> sendAll("b");
      case SENDS_HEADERS_NOW_AND_THEN -> sendAll("X-Y: z\r\n");
      default -> {}
    }
  }

  private void sendAll(String text) {
    for (RawConnection peer : peers) {
      try {
        peer.send(text);
      } catch (IOException e) {
        // It is cut, as it should be.
      }
    }
  }
}
