// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

/** What touching a block on one mount did. */
public enum TouchOutcome {
  /** The copy on this mount counts as new from now on. */
  TOUCHED
}
