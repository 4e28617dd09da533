// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.keepvolume.BlockHash;

/** The time of a fixture: the kit moves it and never waits for it to pass. */
public interface TimeControl {
  /**
   * Returns the clock that every volume of the fixture is opened with.
   *
   * @return the clock; asked from any thread
   */
  InstantSource clock();

  /**
   * Moves the clock.
   *
   * @param by how far; may be negative
   */
  void advance(Duration by);

  /**
   * Changes the mtime of a live block behind the volume's back.
   *
   * @param hash the block
   * @param mtime the new mtime, of whole seconds
   * @return false if the device stamps by arrival and mtimes cannot be set
   * @throws Exception if that fails, which fails the test
   */
  boolean backdate(BlockHash hash, Instant mtime) throws Exception;

  /**
   * Returns the step in which the device keeps mtimes.
   *
   * @return more than zero, at most one second
   */
  Duration granularity();

  /**
   * Returns how much older than the minimum age a block must be before trash takes it, as the
   * backend documents (TR-7).
   *
   * @param minimumAge the minimum age that a volume is opened with
   * @return zero or more
   */
  default Duration trashMargin(Duration minimumAge) {
    return Duration.ZERO;
  }
}
