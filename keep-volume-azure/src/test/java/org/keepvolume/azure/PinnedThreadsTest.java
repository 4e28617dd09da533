// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.Volume;

/** Virtual threads that call a volume leave their carriers while they wait for the service. */
@Timeout(120)
class PinnedThreadsTest {
  private static final String EVENT = "jdk.VirtualThreadPinned";
  private static final int THREADS = 40;
  private static final List<Work> WORKS =
      List.of(
          Work.STAT,
          Work.TOUCH,
          Work.TRASH,
          Work.READ,
          Work.RANGED_READ,
          Work.WRITE,
          Work.FANNED_INDEX);

  @Test
  void callsPinNoThreadOnceClassesAreLoaded() throws Exception {
    assumeTrue(CallThread.hasVirtual(), "left out: this JDK has no virtual threads");
    try (Rig rig = new Rig();
        Volume volume = rig.open(true, 8, AzureLimits.defaults())) {
      runThreads(volume);
      runThreads(volume);
      Path file = Files.createTempFile("pinned", ".jfr");
      List<RecordedEvent> pinned;
      try (Recording recording = new Recording()) {
        recording.enable(EVENT).withThreshold(Duration.ZERO).withStackTrace();
        recording.start();
        runThreads(volume);
        recording.stop();
        recording.dump(file);
        pinned =
            RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(EVENT))
                .toList();
      } finally {
        Files.delete(file);
      }
      Figures figures = new Figures("pinned", "calls", "waits of pinned threads");
      figures.row(Integer.toString(THREADS), Integer.toString(pinned.size()));
      figures.write();
      assertEquals(List.of(), pinned);
    }
  }

  private static void runThreads(Volume volume) throws Exception {
    List<CallThread> calls = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Work work = WORKS.get(i % WORKS.size());
      calls.add(CallThread.start(true, () -> work.run(volume, new CountingSink())));
    }
    for (CallThread call : calls) {
      assertEquals(null, call.await());
    }
  }
}
