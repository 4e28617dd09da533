// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

/**
 * What a device can do to the calls of a volume, for {@link RawAccess#inject}.
 *
 * <p>Armed when the test's blocks lie on the device, directly before the calls that it is to
 * strike; volumes may be open and have been used by then.
 */
public enum DeviceFault {
  /** The device has no room for another byte until the fault ends (WR-9, WR-11). */
  FULL,
  /**
   * The device does not answer until the fault ends, and the volume's documented limits are as
   * short as they can be set (CX-2).
   */
  STALLED,
  /** The device fails in the middle of the next write of a block of 1 MiB or more (WR-3). */
  WRITE_BROKEN_OFF,
  /** The device fails in the middle of the next listing, after some of the entries (IX-4). */
  LISTING_BROKEN_OFF,
  /** The device fails in the next sweep after some copies, at least one, were removed (TR-6). */
  SWEEP_BROKEN_OFF,
  /** The device does what it is asked next, but its answer does not arrive (TR-10). */
  ANSWER_LOST
}
