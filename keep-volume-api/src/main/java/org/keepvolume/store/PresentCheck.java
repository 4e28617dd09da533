// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

/** How a write finds out whether a mount has the block already. */
public enum PresentCheck {
  /**
   * The stored bytes are read and compared with those to be written: damage is found and mended.
   */
  COMPARE,

  /**
   * The size alone is asked for, and trusted: a damaged copy of the right size counts as the block.
   */
  STAT
}
