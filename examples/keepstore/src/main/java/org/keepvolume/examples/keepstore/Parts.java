// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service has opened that waits for calls of volumes as it is closed, in that order.
 *
 * <p>Such a call may never end, nor heed an interrupt: of a disk that does not answer, or of a
 * plugin.
 */
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private record Part(String name, AutoCloseable closeable) {}

  private final List<Part> open = new CopyOnWriteArrayList<>();

  /** Adds what was just opened, with its name for people. */
  void add(String name, AutoCloseable closeable) {
    open.add(new Part(name, closeable));
  }

  /**
   * Closes all, the latest first, whatever some of them throw. Waits for that no longer than a
   * limit: what hangs, and what was opened before it, is left to a thread that goes on.
   *
   * @param calls names the calls of volumes that run just then
   * @return what went wrong, each with a message for people
   */
  List<IOException> close(Duration limit, Supplier<List<String>> calls) {
    List<IOException> failures = new CopyOnWriteArrayList<>();
    Thread closer = new Thread(() -> closeAll(failures), "closer");
    closer.setDaemon(true);
    closer.start();
    Uninterruptibles.joinUninterruptibly(closer, limit);
    Part hangs = Iterables.getLast(List.copyOf(open), null); // the closer goes on removing
    if (hangs != null) {
      List<String> running = calls.get();
      String why =
          running.isEmpty() ? "" : ", since these calls do not: " + String.join(", ", running);
      failures.add(new IOException("closing " + hangs.name() + " does not end" + why));
    }
    return List.copyOf(failures);
  }

  private void closeAll(List<IOException> failures) {
    for (Part part : Lists.reverse(List.copyOf(open))) {
      try {
        part.closeable().close();
      } catch (IOException e) {
        failures.add(e);
      } catch (Exception | Error e) {
        LOG.atError().setCause(e).log("closing {} failed", part.name());
        failures.add(new IOException("closing " + part.name() + " failed: " + e, e));
      }
      open.remove(part);
    }
  }
}
