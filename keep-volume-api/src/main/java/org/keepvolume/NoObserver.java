// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/** The observer that does nothing. */
enum NoObserver implements VolumeObserver {
  /** The only one. */
  NONE
}
