// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.util.Map;

/** What a write to a block store reached: the block's address and how many replicas hold it. */
public final class WriteResult {
  private final BlockLocator locator;
  private final int replicas;
  private final ImmutableMap<String, Integer> storageClasses;

  /**
   * Makes a result without storage classes.
   *
   * @param locator hash and size of the block
   * @param replicas how many replicas hold the block after the write, 0 or more
   * @throws IllegalArgumentException if the number is negative
   */
  public WriteResult(BlockLocator locator, int replicas) {
    this(locator, replicas, ImmutableMap.of());
  }

  /**
   * Makes a result.
   *
   * @param locator hash and size of the block
   * @param replicas how many replicas hold the block after the write, 0 or more
   * @param storageClasses how many of them there are in each storage class; classes without any may
   *     be left out
   * @throws IllegalArgumentException if a number is negative
   */
  public WriteResult(BlockLocator locator, int replicas, Map<String, Integer> storageClasses) {
    this.locator = requireNonNull(locator, "locator");
    checkArgument(replicas >= 0, "replicas is negative: %s", replicas);
    this.replicas = replicas;
    storageClasses.forEach(
        (name, number) -> checkArgument(number >= 0, "replicas in %s is negative", name));
    this.storageClasses = ImmutableMap.copyOf(storageClasses);
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

  /**
   * Returns how many replicas there are in each storage class; one on a mount of several classes
   * counts in each.
   *
   * @return 1 or more by the name of the class; not to be changed
   */
  public Map<String, Integer> storageClasses() {
    return storageClasses;
  }

  /** Returns a line for people, such as {@code acbd18db4cc2f85cedef654fccc4a4d8+3 x 1}. */
  @Override
  public String toString() {
    return locator + " x " + replicas;
  }
}
