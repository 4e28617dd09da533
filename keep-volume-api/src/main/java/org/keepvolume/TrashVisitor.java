// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.IOException;
import java.time.Instant;

/** Receives the trashed copies that a volume still holds. */
@FunctionalInterface
public interface TrashVisitor {
  /**
   * Takes one trashed copy; a block trashed several times may be listed several times. Called on
   * the thread that called {@code indexTrash}, one call at a time, in no promised order.
   *
   * @param hash the block
   * @param size the copy's size in bytes, 0 or more
   * @param deadline when a sweep may remove the copy, in whole seconds
   * @return true to go on; false to stop, with success (IX-5)
   * @throws IOException to stop the listing, whose caller gets this same instance (IX-5); the same
   *     holds for unchecked exceptions
   */
  boolean visit(BlockHash hash, long size, Instant deadline) throws IOException;
}
