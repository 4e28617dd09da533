// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import javax.annotation.CheckReturnValue;
import org.keepvolume.Volume;

/**
 * Composes the layers around a backend, in one order, outermost first: checked &gt; backend.
 *
 * <p>The only public way to make a layer. Each changes one thing and reports capabilities
 * truthfully.
 */
@CheckReturnValue
public final class Layers {
  private Layers() {}

  /**
   * Wraps a backend in the standard layers: what applications use, and what the clauses of scope
   * OPENED speak of.
   *
   * @param volume a backend, or a volume that this method returned
   * @return the standard stack around the backend; the same object if the volume is such a stack
   *     already. Closing it closes the backend.
   */
  public static Volume standard(Volume volume) {
    return volume instanceof CheckedVolume ? volume : checked(volume);
  }

  /**
   * Wraps a volume so that arguments, capabilities and the closed state are checked before it is
   * called.
   *
   * <p>Null arguments: {@link NullPointerException}. More data than {@link Volume#MAX_BLOCK_SIZE}:
   * {@link org.keepvolume.BlockTooLargeException}. A method of a capability that the volume does
   * not declare: {@link org.keepvolume.VolumeUnsupportedException}. After close: {@link
   * IllegalStateException}. Close waits for running calls (LC-6).
   *
   * @param volume the volume below; its capabilities are asked once, now
   * @return the checked volume; closing it closes the volume below
   */
  public static Volume checked(Volume volume) {
    return new CheckedVolume(volume);
  }
}
