// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

/** A check cannot be made; the message, a line for each mistake, says why and what to do. */
final class CheckException extends Exception {
  private static final long serialVersionUID = 1L;

  CheckException(String message) {
    super(message);
  }

  CheckException(String message, Throwable cause) {
    super(message, cause);
  }
}
