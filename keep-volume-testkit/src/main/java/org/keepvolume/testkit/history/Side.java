// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

import java.io.IOException;
import java.util.List;

/** One process of a race, with volume objects and threads of its own. */
public interface Side extends AutoCloseable {
  /**
   * Returns what {@link System#nanoTime} gives there.
   *
   * @return the time
   * @throws IOException if it can not be asked
   */
  long nanoTime() throws IOException;

  /**
   * Runs scripts at once, each on a thread of its own.
   *
   * @param start the time of {@link System#nanoTime} that their delays count from
   * @param scripts what to do
   * @return what was done
   * @throws Exception if a thread could not do its work; what a volume throws is an event
   */
  List<Event> run(long start, List<Script> scripts) throws Exception;

  /**
   * Closes the volumes and ends the threads.
   *
   * @throws IOException if a volume can not be closed
   */
  @Override
  void close() throws IOException;
}
