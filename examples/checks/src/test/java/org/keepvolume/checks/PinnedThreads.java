// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Records when a virtual thread waits and can not leave its carrier meanwhile. */
final class PinnedThreads {
  private static final String EVENT = "jdk.VirtualThreadPinned";

  private PinnedThreads() {}

  /**
   * Returns an event for each time that a virtual thread of the process was pinned while something
   * was done, however short.
   */
  static List<RecordedEvent> during(Callable<?> something) throws Exception {
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).withThreshold(Duration.ZERO).withStackTrace();
      recording.start();
      Object unused = something.call();
      recording.stop();
      return events(recording);
    }
  }

  private static List<RecordedEvent> events(Recording recording) throws IOException {
    Path file = Files.createTempFile("pinned", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals(EVENT))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
