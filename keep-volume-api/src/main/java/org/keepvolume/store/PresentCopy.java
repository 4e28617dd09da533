// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

/** What a mount was found to hold of a block that is to be written. */
enum PresentCopy {
  /** The bytes to be written. */
  EQUAL,

  /** Nothing. */
  MISSING,

  /** Other bytes, whose hash is not that of the block. */
  DAMAGED,

  /** Other bytes, whose hash is that of the block: an MD5 collision. */
  COLLIDING
}
