// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import javax.annotation.Nullable;

/** The volume lacks the capability for this call, which no repetition will change (CP-1). */
public final class VolumeUnsupportedException extends VolumeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param operation what was being done
   * @param hash the block concerned, or null if none
   * @param volume the device id of the volume concerned, or null if none
   * @param detail what went wrong, without operation, hash and volume, and without secrets
   * @param cause the failure below, or null if none
   */
  public VolumeUnsupportedException(
      Operation operation,
      @Nullable BlockHash hash,
      @Nullable String volume,
      String detail,
      @Nullable Throwable cause) {
    super(operation, hash, volume, detail, cause);
  }
}
