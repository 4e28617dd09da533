// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.observe;

/** The observer that does nothing. */
enum NoStoreObserver implements StoreObserver {
  /** The only one. */
  NONE
}
