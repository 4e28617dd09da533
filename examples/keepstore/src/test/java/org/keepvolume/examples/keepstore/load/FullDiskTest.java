// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.ChildService;
import org.keepvolume.examples.keepstore.RawConnection;

/** A service on a disk that is full. */
@Tag("root")
class FullDiskTest {
  private static final byte[] NOTHING = new byte[0];
  private static final Map<String, String> TOKEN = Map.of("Authorization", "OAuth2 token");

  private static final int BYTES = 3 << 20;

  @TempDir private Path root;

  /** With less free than must stay free, and with nothing free. */
  @ParameterizedTest
  @CsvSource({"64MiB, 80m", "0, 16m"})
  void writesAreRefusedAndReadsDeletionsAndSweepsGoOn(String mustBeFree, String size)
      throws Exception {
    SplittableRandom random = new SplittableRandom(Seed.next(FullDiskTest.class));
    Path disk = Files.createDirectory(root.resolve("disk"));
    Path token = Files.writeString(root.resolve("token"), "token");
    sh("mount -t tmpfs -o mode=755,size=" + size + " none " + disk);
    try (ChildService service =
            ChildService.start(
                root,
                List.of("-Xmx128m", "-XX:MaxDirectMemorySize=256m"),
                List.of(
                    "-posix-min-free",
                    mustBeFree,
                    "-volume",
                    disk.toString(),
                    "-data-manager-token-file",
                    token.toString(),
                    "-never-delete=false",
                    "-blob-signature-ttl",
                    "1",
                    "-trash-lifetime",
                    "1s",
                    "-trash-check-interval",
                    "1s"));
        RawConnection client = new RawConnection(service.port())) {
      List<String> paths = new ArrayList<>();
      RawConnection.Answer answer;
      do {
        byte[] block = new byte[BYTES];
        random.nextBytes(block);
        String path = "/" + BlockHash.of(block);
        answer = client.request("PUT", path, Map.of(), block).answer();
        if (answer.status() == 200) {
          paths.add(path);
        }
        assertTrue(paths.size() < 40, "more than fit on the disk");
      } while (answer.status() == 200);
      assertEquals(503, answer.status());
      assertEquals("Full\n", answer.text());
      assertTrue(paths.size() > 2, "" + paths.size());

      for (String path : paths) {
        assertEquals(200, client.request("GET", path, Map.of(), NOTHING).answer().status());
      }
      assertEquals(200, client.request("TOUCH", paths.get(0), TOKEN, NOTHING).answer().status());
      long before = disk.toFile().getUsableSpace();
      // A second after it was written it may go, a second later its trash is emptied.
      Await.until(
          "all but the touched ones are deleted",
          () -> paths.subList(1, paths.size()).stream().allMatch(path -> isGone(client, path)));
      Await.until("a sweep made room", () -> disk.toFile().getUsableSpace() > before + 2 * BYTES);
      byte[] block = new byte[BYTES];
      assertEquals(
          200, client.request("PUT", "/" + BlockHash.of(block), Map.of(), block).answer().status());
      assertEquals(200, client.request("GET", paths.get(0), Map.of(), NOTHING).answer().status());
    } finally {
      sh("umount -l " + disk);
    }
  }

  private static boolean isGone(RawConnection client, String path) {
    try {
      var unused = client.request("DELETE", path, TOKEN, NOTHING).answer();
      return client.request("GET", path, Map.of(), NOTHING).answer().status() == 404;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void sh(String command) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
    assertEquals(0, process.waitFor(), command);
  }
}
