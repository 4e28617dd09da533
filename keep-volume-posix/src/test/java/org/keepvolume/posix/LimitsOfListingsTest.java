// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;

/** CX-1, CX-2: listings of several threads whose executor is busy, or is ended. */
@Timeout(60)
class LimitsOfListingsTest {
  private static final TimeLimits SHORT =
      new TimeLimits(Duration.ofMillis(20), Duration.ofMillis(90));

  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @TempDir Path root;

  private PosixVolume open(VolumeContext context) throws VolumeException {
    PosixOptions options = PosixOptions.defaults().withIndexThreads(2).withLimits(SHORT);
    return PosixVolume.open(root, options, context);
  }

  @Test
  void anExecutorThatIsBusyMakesAListingUnavailable() throws Exception {
    Files.createDirectory(root.resolve("abc"));
    CountDownLatch end = new CountDownLatch(1);
    executor.execute(
        () -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    PosixVolume volume = open(VolumeContext.defaults().withExecutor(executor));
    assertThrows(
        VolumeUnavailableException.class, () -> volume.index(BlockPrefix.ALL, block -> true));
    assertThrows(VolumeUnavailableException.class, volume::close, "its threads have not begun");
    end.countDown();
    executor.shutdown();
    volume.close();
  }

  @Test
  void aThreadThatIsInterruptedIsNoInterruptOfTheCaller() throws Exception {
    Files.createDirectory(root.resolve("abc"));
    Files.createFile(root.resolve("abc").resolve(SampleData.hash("abc").toString()));
    PosixVolume volume =
        open(
            VolumeContext.defaults()
                .withExecutor(
                    task ->
                        executor.execute(
                            () -> {
                              Thread.currentThread().interrupt();
                              task.run();
                              boolean unused = Thread.interrupted();
                            })));
    VolumeException e =
        assertThrows(VolumeException.class, () -> volume.index(BlockPrefix.ALL, block -> true));
    assertInstanceOf(VolumeUnavailableException.class, e);
    assertFalse(Thread.currentThread().isInterrupted());
    executor.shutdown();
    volume.close();
  }
}
