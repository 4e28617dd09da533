// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.OptionalLong;

/**
 * The space of a volume's device, at one moment.
 *
 * @param freeBytes bytes that can still be written, 0 or more; empty where the device cannot say
 * @param usedBytes bytes in use by anyone, 0 or more; empty where the device cannot say
 */
public record VolumeStatus(OptionalLong freeBytes, OptionalLong usedBytes) {
  /**
   * Checks the ranges given above.
   *
   * @param freeBytes as given above
   * @param usedBytes as given above
   * @throws IllegalArgumentException if a value is out of its range
   */
  public VolumeStatus {
    checkArgument(freeBytes.orElse(0) >= 0, "free bytes are negative: %s", freeBytes);
    checkArgument(usedBytes.orElse(0) >= 0, "used bytes are negative: %s", usedBytes);
  }
}
