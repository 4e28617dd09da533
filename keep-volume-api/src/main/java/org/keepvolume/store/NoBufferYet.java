// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.io.IOException;

/** Breaks a read off, since there is no buffer for the block just now; never leaves the store. */
final class NoBufferYet extends IOException {
  private static final long serialVersionUID = 1L;

  private final int size;

  NoBufferYet(int size) {
    super("no buffer of " + size + " bytes is free");
    this.size = size;
  }

  /** Returns the size of the buffer that is wanted. */
  int size() {
    return size;
  }

  /** Leaves the stack trace out, which nobody sees. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // does nothing
  public Throwable fillInStackTrace() {
    return this;
  }
}
