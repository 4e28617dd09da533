// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import javax.annotation.Nullable;

/**
 * The block is not there: never written, or trashed.
 *
 * <p>Normal where a block is looked for on several volumes, hence it has no stack trace.
 */
public final class BlockNotFoundException extends VolumeException {
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
  public BlockNotFoundException(
      Operation operation,
      @Nullable BlockHash hash,
      @Nullable String volume,
      String detail,
      @Nullable Throwable cause) {
    super(operation, hash, volume, detail, cause);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing to be guarded
  public Throwable fillInStackTrace() {
    return this;
  }
}
