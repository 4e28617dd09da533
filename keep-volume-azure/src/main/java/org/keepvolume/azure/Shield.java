// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

/**
 * Keeps a thread from being interrupted by a call that ends while it is in the caller's own code: a
 * channel that is interrupted in a write closes for good.
 */
interface Shield {
  /** Of the thread that made the call, which only others interrupt. */
  Shield NONE =
      new Shield() {
        @Override
        public void raise() {}

        @Override
        public void lower() {}
      };

  /** Holds interrupts back from now on. */
  void raise();

  /** Lets through what was held back. */
  void lower();
}
