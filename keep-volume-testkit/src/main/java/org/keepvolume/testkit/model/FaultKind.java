// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

/** What goes wrong in the next call. */
public enum FaultKind {
  /** It fails before the volume is asked. */
  BEFORE,
  /** The volume does what is asked, and the caller is told that it did not answer. */
  LOST,
  /** The device itself fails below the volume, where the fixture can make it. */
  DEVICE
}
