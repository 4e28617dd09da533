// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import javax.annotation.Nullable;

/** Why the service cannot start, in words for who started it. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    this(message, null);
  }

  StartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
