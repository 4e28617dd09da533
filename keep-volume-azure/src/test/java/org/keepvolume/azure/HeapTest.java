// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.azure.http.NullServer;

/** Blocks are not copied, and listings fit a small heap, however long they are. */
@Timeout(120)
@Tag("long")
class HeapTest {
  private static final int BLOCK = 64 << 20;
  private static final int BLOBS = 200_000;

  @TempDir private Path directory;

  @Test
  void readAllocatesNoMoreThanTheBlock() throws Exception {
    long allocated = run("read", 1, 512)[0];
    assertTrue(allocated < BLOCK * 1.1, () -> "bytes for a block: " + allocated);
  }

  @Test
  void listingPageByPageFitsSmallHeap() throws Exception {
    assertEquals(BLOBS, run("index", 1, 64)[1]);
  }

  @Test
  void listingByFourPrefixesAtOnceFitsModestHeap() throws Exception {
    assertEquals(BLOBS, run("index", 4, 128)[1]);
  }

  @Test
  void listingBySixteenPrefixesAtOnceFitsTheHeapOfTheirPages() throws Exception {
    assertEquals(BLOBS, run("index", 16, 256)[1]);
  }

  private long[] run(String what, int parallel, int heap) throws Exception {
    Process server =
        java(
            List.of(),
            NullServer.class,
            "blobs",
            Integer.toString(BLOBS),
            "size",
            Integer.toString(BLOCK),
            "delay", // as a service has it: no sixteen pages arrive in one moment
            "250");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      String port = lines.readLine();
      Process client =
          java(List.of("-Xmx" + heap + "m"), MemoryRun.class, port, what, parallel + "");
      byte[] out = client.getInputStream().readAllBytes();
      assertTrue(client.waitFor(10, TimeUnit.SECONDS));
      assertEquals(0, client.exitValue(), () -> errors());
      String[] figures = new String(out, UTF_8).strip().split(" ", -1);
      Figures table = new Figures("memory-" + what + "-" + parallel, "heap MiB", "bytes allocated");
      table.row(heap + "", figures[0]);
      table.write();
      return new long[] {Long.parseLong(figures[0]), Long.parseLong(figures[1])};
    } finally {
      server.destroyForcibly();
    }
  }

  private String errors() {
    try {
      return Files.readString(directory.resolve("errors"));
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  private Process java(List<String> options, Class<?> main, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("errors").toFile()))
        .start();
  }
}
