// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.ChildService;
import org.keepvolume.examples.keepstore.RawConnection;

/** Kills the service while clients write, again and again, and looks what it serves after it. */
@Tag("slow")
class KillTest {
  private static final int ROUNDS = 10;
  private static final int WRITERS = 3;
  private static final int MOST_ACKNOWLEDGED = 150;
  private static final int MOST_BYTES = 300_000;
  private static final byte[] NOTHING = new byte[0];
  private static final List<String> JVM =
      List.of("-Xmx128m", "-XX:MaxDirectMemorySize=256m", "-XX:+UseSerialGC");

  @TempDir private Path root;

  /** What was acknowledged, in any round. */
  private final Map<BlockHash, Integer> sizes = new ConcurrentHashMap<>();

  @Test
  void whatWasAcknowledgedIsServedAndNothingIsHalfAfterAKillAtAnyMoment() throws Exception {
    SplittableRandom random = new SplittableRandom(Seed.next(KillTest.class));
    Path volume = Files.createDirectory(root.resolve("volume"));
    Path token = Files.writeString(root.resolve("token"), "token");
    List<String> flags =
        List.of("-volume", volume.toString(), "-data-manager-token-file", token.toString());
    for (int round = 0; round < ROUNDS; round++) {
      try (ChildService service = ChildService.start(root, JVM, flags)) {
        assertEverythingIsWhole(service.port());
        writeUntilKilled(service, random, sizes.size() + 1 + random.nextInt(MOST_ACKNOWLEDGED));
      }
    }
    try (ChildService service = ChildService.start(root, JVM, flags)) {
      assertEverythingIsWhole(service.port());
    }
    assertTrue(sizes.size() > ROUNDS, "acknowledged: " + sizes.size());
    System.getLogger(KillTest.class.getName())
        .log(System.Logger.Level.INFO, "acknowledged {0} blocks", sizes.size());
  }

  private void writeUntilKilled(ChildService service, SplittableRandom random, int enough)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        SplittableRandom own = random.split();
        writers.add(threads.submit(() -> write(service.port(), own)));
      }
      Await.until("enough is written", () -> sizes.size() >= enough);
      service.signal("KILL");
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Writes until the connection breaks. */
  private void write(int port, SplittableRandom random) {
    try (RawConnection client = new RawConnection(port)) {
      while (true) {
        byte[] block = new byte[1 + random.nextInt(MOST_BYTES)];
        random.nextBytes(block);
        BlockHash hash = BlockHash.of(block);
        RawConnection.Answer answer = client.request("PUT", "/" + hash, Map.of(), block).answer();
        assertEquals(200, answer.status(), answer.text());
        sizes.put(hash, block.length);
      }
    } catch (IOException e) {
      return; // it was killed
    }
  }

  private void assertEverythingIsWhole(int port) throws IOException {
    try (RawConnection client = new RawConnection(port)) {
      RawConnection.Answer index =
          client
              .request("GET", "/index", Map.of("Authorization", "OAuth2 token"), NOTHING)
              .answer();
      assertEquals(200, index.status());
      assertTrue(
          index.text().equals("\n") || index.text().endsWith("\n\n"), "the listing has an end");
      Set<BlockHash> listed = new HashSet<>();
      for (String line : index.text().split("\n", -1)) {
        if (line.isEmpty()) {
          continue;
        }
        BlockHash hash = BlockHash.parse(line.substring(0, 32));
        listed.add(hash);
        RawConnection.Answer block = client.request("GET", "/" + hash, Map.of(), NOTHING).answer();
        assertEquals(200, block.status(), line);
        assertEquals(hash, BlockHash.of(block.body()), line);
        assertTrue(line.startsWith(hash + "+" + block.body().remaining() + " "), line);
        assertEquals(sizes.getOrDefault(hash, block.body().remaining()), block.body().remaining());
      }
      assertTrue(listed.containsAll(sizes.keySet()), "a block is missing");
    }
  }
}
