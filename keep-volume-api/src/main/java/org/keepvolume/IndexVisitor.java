// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import java.io.IOException;

/** Receives the live blocks of an index. */
@FunctionalInterface
public interface IndexVisitor {
  /**
   * Takes one block. Called on the thread that called {@code index}, one call at a time, in no
   * promised order.
   *
   * @param block a live block
   * @return true to go on; false to stop, with success (IX-5)
   * @throws IOException to stop the index, whose caller gets this same instance (IX-5); the same
   *     holds for unchecked exceptions
   */
  boolean visit(BlockInfo block) throws IOException;
}
