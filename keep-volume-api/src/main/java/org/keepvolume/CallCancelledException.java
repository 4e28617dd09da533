// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import javax.annotation.Nullable;

/**
 * The calling thread was interrupted, which ended the call (CX-1); its interrupt flag is set.
 *
 * <p>What it leaves is what its method says of a failure.
 */
public final class CallCancelledException extends VolumeException {
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
  public CallCancelledException(
      Operation operation,
      @Nullable BlockHash hash,
      @Nullable String volume,
      String detail,
      @Nullable Throwable cause) {
    super(operation, hash, volume, detail, cause);
  }
}
