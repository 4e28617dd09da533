// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.history;

/** How a call of a race ended. */
public enum Outcome {
  /** With success, where there is no more to say. */
  OK,
  /** The block was not found. */
  MISSING,
  /** As the trash of this name. */
  TRASHED,
  /** As the trash of this name. */
  DELETED,
  /** As the trash of this name. */
  TOO_RECENT,
  /** As the trash of this name. */
  CHANGED,
  /** As the untrash of this name. */
  RESTORED,
  /** As the untrash of this name. */
  ALREADY_LIVE,
  /** By an exception that says neither "done" nor "not found": it may be done or not. */
  FAILED
}
