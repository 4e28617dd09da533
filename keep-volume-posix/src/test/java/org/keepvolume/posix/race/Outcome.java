// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

/** How a call of a race ended. */
enum Outcome {
  OK,
  MISSING,
  TRASHED,
  DELETED,
  TOO_RECENT,
  CHANGED,
  RESTORED,
  ALREADY_LIVE,
  /** By an exception that says neither "done" nor "not found": it may be done or not. */
  FAILED
}
