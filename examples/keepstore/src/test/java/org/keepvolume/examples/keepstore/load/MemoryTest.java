// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.examples.keepstore.ChildService;

/** Eight times as many large requests as there is memory for, and small ones beside them. */
class MemoryTest {
  private static final long MOST_MEBIBYTES = 1229; // 1.2 GiB

  @TempDir private Path root;

  @Test
  @Tag("long")
  void littleMemoryServesManyLargeClientsAndSmallOnesBesideThem() throws Exception {
    serve(Duration.ofSeconds(5), 128);
  }

  /** There are fewer places than large clients, who hold those that they may have. */
  @Test
  @Tag("long")
  void fewPlacesServeManyLargeClientsAndSmallOnesBesideThem() throws Exception {
    serve(Duration.ofSeconds(5), 20);
  }

  @Test
  @Tag("long")
  void littleMemoryServesManyLargeClientsForAMinuteAndStarvesNobody() throws Exception {
    MixedLoad load = serve(Duration.ofSeconds(60), 128);
    assertEquals(0, load.clientsWithoutAnswer(), load::toString);
  }

  private MixedLoad serve(Duration time, int places) throws Exception {
    Path volume = Files.createDirectory(root.resolve("volume"));
    try (ChildService service =
        ChildService.start(
            root,
            List.of("-Xmx256m", "-XX:MaxDirectMemorySize=640m", "-XX:TieredStopAtLevel=4"),
            List.of(
                "-volume",
                volume.toString(),
                "-posix-durability",
                "none",
                "-max-memory",
                "512MiB",
                "-max-requests",
                Integer.toString(places)))) {
      MixedLoad load = new MixedLoad(service.port(), volume);
      load.run(time);
      Peak peak = Peak.of(service.pid());
      Figures figures =
          new Figures(
              "memory-" + time.toSeconds() + "s-" + places + "-places",
              "64 MiB requests",
              "p50 ms",
              "p99 ms",
              "4 KiB requests",
              "p50 ms",
              "p99 ms",
              "p99.9 ms",
              "fewest of a client",
              "clients without an answer",
              "peak RSS MiB");
      figures.row(
          "" + load.large().count(),
          load.large().text(500),
          load.large().text(990),
          "" + load.small().count(),
          load.small().text(500),
          load.small().text(990),
          load.small().text(999),
          "" + load.fewestSmallAnswers(),
          "" + load.clientsWithoutAnswer(),
          peak.mebibytes());
      figures.write();
      assertTrue(Long.parseLong(peak.mebibytes()) < MOST_MEBIBYTES, peak::mebibytes);
      assertTrue(!service.log().contains("OutOfMemoryError"), service::log);
      assertTrue(load.small().count() > 50, load::toString);
      assertTrue(load.fewestSmallAnswers() > 5, load::toString);
      assertTrue(load.small().millis(990) < 2000, load::toString);
      assertTrue(load.large().count() > 0, load::toString);
      return load;
    }
  }
}
