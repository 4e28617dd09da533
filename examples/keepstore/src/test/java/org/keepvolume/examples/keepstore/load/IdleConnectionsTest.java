// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.examples.keepstore.Await;
import org.keepvolume.examples.keepstore.ChildService;

/** A service with very many connections on which little or nothing comes. */
@Tag("long")
class IdleConnectionsTest {
  private static final int CONNECTIONS = 10_000;
  private static final int REQUESTS = 2000;

  @TempDir private Path root;

  @Test
  void tenThousandIdleConnectionsCostLittleAndAreClosed() throws Exception {
    Path volume = Files.createDirectory(root.resolve("volume"));
    List<SocketChannel> idle = new ArrayList<>();
    try (ChildService service =
            ChildService.start(
                root,
                List.of("-Xmx256m", "-XX:MaxDirectMemorySize=256m"),
                List.of("-volume", volume.toString(), "-idle-timeout", "10s"));
        GoodClient good = new GoodClient(service.port(), new byte[4096])) {
      good.put();
      Latencies before = gets(good);
      Peak alone = Peak.of(service.pid());
      for (int i = 0; i < CONNECTIONS; i++) {
        idle.add(connect(service.port(), i % 2 == 0 ? "" : "GET /half"));
      }
      Await.until("all are accepted", () -> descriptors(service.pid()) > CONNECTIONS);
      Latencies beside = gets(good);
      Peak with = Peak.of(service.pid());
      long began = System.nanoTime();
      Await.until("all are closed", () -> descriptors(service.pid()) < 200);
      Figures figures =
          new Figures("idle", "connections", "p50 ms", "p99 ms", "peak RSS MiB", "threads");
      figures.row("1", before.text(500), before.text(990), alone.mebibytes(), alone.threads());
      figures.row("10 001", beside.text(500), beside.text(990), with.mebibytes(), with.threads());
      figures.row("1, " + (System.nanoTime() - began) / 1_000_000_000 + " s later", "", "", "", "");
      figures.write();
      assertTrue(beside.millis(990) < 1000, beside.text(990));
    } finally {
      for (SocketChannel channel : idle) {
        channel.close();
      }
    }
  }

  private static Latencies gets(GoodClient client) throws IOException {
    Latencies latencies = new Latencies();
    for (int i = 0; i < REQUESTS; i++) {
      long start = System.nanoTime();
      client.get();
      latencies.add(System.nanoTime() - start);
    }
    return latencies;
  }

  private static SocketChannel connect(int port, String first) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    int unused = channel.write(ByteBuffer.wrap(first.getBytes(UTF_8)));
    return channel;
  }

  private static long descriptors(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
