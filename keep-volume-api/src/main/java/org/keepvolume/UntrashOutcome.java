// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/** What {@link Volume#untrash} did. */
public enum UntrashOutcome {
  /** A trashed copy is live again; its mtime is the time of the call (TR-3). */
  RESTORED,
  /** The block was live and stays as it was, bytes and mtime (TR-4). */
  ALREADY_LIVE
}
