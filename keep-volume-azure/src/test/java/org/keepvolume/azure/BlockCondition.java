// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

/** What the model of the fault matrix knows of a block; old is past the minimum age. */
enum BlockCondition {
  MISSING,
  OLD,
  YOUNG,
  TRASHED,
  /** Trashed, and past its deadline. */
  DUE;

  boolean isLive() {
    return this == OLD || this == YOUNG;
  }

  boolean isTrashed() {
    return this == TRASHED || this == DUE;
  }
}
