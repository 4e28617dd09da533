// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

/** A time at which a block's behaviour changes. */
public enum Boundary {
  /** When the live block becomes old enough to be trashed. */
  MINIMUM_AGE,
  /** When the next of its trashed copies comes to its deadline. */
  DEADLINE
}
