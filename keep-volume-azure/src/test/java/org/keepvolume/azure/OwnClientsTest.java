// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.BlockSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.http.NullServer;
import org.keepvolume.azure.http.NullSettings;
import org.keepvolume.config.Secret;
import org.keepvolume.layer.Layers;

/** A volume's own HTTP clients end with it (LC-5). */
@Timeout(120)
@Tag("slow")
class OwnClientsTest {
  private static final int ROUNDS = 50;

  /** Those of other tests. */
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  private static Volume open(NullServer server) throws Exception {
    AzureAccount account =
        AzureAccount.withKey("devstoreaccount1", Secret.of(Canaries.KEY))
            .withEndpoint(server.endpoint());
    AzureOptions options = AzureOptions.defaults().withMaxGetBytes(1 << 20);
    return AzureVolume.open(account, "container", options, VolumeContext.defaults());
  }

  private static NullServer server() throws Exception {
    return NullServer.start(
        NullSettings.defaults().withBlobs(600, 100).withBlobSize(Work.BLOCK_SIZE),
        Clock.systemUTC());
  }

  /** Those of the JDK's clients and of the volume; the storage client's pool is the process's. */
  private long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("HttpClient-") || name.startsWith("keep-volume-azure"))
        .count();
  }

  private void awaitNothing(NullServer server) throws Exception {
    Await.until(
        "threads and connections end after a garbage collection",
        () -> {
          System.gc();
          return threads() == 0 && OpenSockets.to(server.port()) == 0;
        });
  }

  @Test
  void closedVolumesLeaveNoThreadAndNoConnection() throws Exception {
    Figures figures =
        new Figures("own-clients", "open and close", "threads", "connections", "ms to none");
    try (NullServer server = server()) {
      long most = 0;
      long mostConnections = 0;
      for (int i = 0; i < ROUNDS; i++) {
        try (Volume volume = open(server)) {
          Work.STAT.run(volume, new CountingSink());
          if (i % 10 == 0) {
            Work.RANGED_READ.run(volume, new CountingSink());
            Work.FANNED_INDEX.run(volume, new CountingSink());
          }
        }
        most = Math.max(most, threads());
        mostConnections = Math.max(mostConnections, OpenSockets.to(server.port()));
      }
      long began = System.nanoTime();
      awaitNothing(server);
      figures.row(
          Integer.toString(ROUNDS),
          "at most " + most,
          "at most " + mostConnections,
          String.format(Locale.ROOT, "%.0f", (System.nanoTime() - began) / 1e6));
    }
    figures.write();
  }

  @Test
  void closeThroughLayersWaitsForCallsAndLeavesNothing() throws Exception {
    try (NullServer server = server()) {
      Volume volume = Layers.standard(open(server));
      CountDownLatch inSink = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      CallThread reads =
          CallThread.start(
              false,
              () ->
                  volume.read(
                      Work.HASH,
                      new BlockSink() {
                        @Override
                        public void begin(int size) {
                          inSink.countDown();
                          com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly(
                              release);
                        }

                        @Override
                        public void write(ByteBuffer src, int position) {}
                      }));
      assertTrue(inSink.await(10, TimeUnit.SECONDS));
      CallThread closes = CallThread.start(false, volume::close);
      Await.until("refuses calls", () -> refuses(volume));
      assertFalse(closes.hasEnded());
      release.countDown();
      assertNull(reads.await());
      assertNull(closes.await());
      awaitNothing(server);
    }
  }

  private static boolean refuses(Volume volume) throws Exception {
    try {
      volume.status();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
