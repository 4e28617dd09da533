// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

/** What a volume asks of the disk before it acknowledges a change. */
public enum Durability {
  /**
   * A write and an untrash sync file and directory before they return, a touch the file, so that
   * what was acknowledged survives power loss as far as the device can promise (WR-10, TM-5).
   */
  FULL,

  /**
   * Nothing is synced, as in the original: faster, and a power cut may forget acknowledged writes
   * and touches of the last seconds, or leave empty or short files under blocks' names.
   */
  NONE
}
