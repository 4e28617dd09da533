// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/** What a write to a block store reached: the block's address and how many replicas hold it. */
public final class WriteResult {
  private final BlockLocator locator;
  private final int replicas;

  /**
   * Makes a result.
   *
   * @param locator hash and size of the block
   * @param replicas how many replicas hold the block after the write, 0 or more
   * @throws IllegalArgumentException if the number is negative
   */
  public WriteResult(BlockLocator locator, int replicas) {
    this.locator = requireNonNull(locator, "locator");
    checkArgument(replicas >= 0, "replicas is negative: %s", replicas);
    this.replicas = replicas;
  }

  /**
   * Returns the block's name, with which it is read back.
   *
   * @return the hash
   */
  public BlockHash hash() {
    return locator.hash();
  }

  /**
   * Returns the block's address: hash and size.
   *
   * @return the locator, without further hints
   */
  public BlockLocator locator() {
    return locator;
  }

  /**
   * Returns how many replicas hold the block.
   *
   * @return 1 or more from a write that succeeded
   */
  public int replicas() {
    return replicas;
  }

  /** Returns a line for people, such as {@code acbd18db4cc2f85cedef654fccc4a4d8+3 x 1}. */
  @Override
  public String toString() {
    return locator + " x " + replicas;
  }
}
