// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;

/** Nothing came within a limit; if it was asked, whether the service did it is not known. */
final class NoAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean asked;

  NoAnswer(String message) {
    this(message, true);
  }

  private NoAnswer(String message, boolean asked) {
    super(message);
    this.asked = asked;
  }

  /** Returns a failure before anything was sent. */
  static NoAnswer unasked(String message) {
    return new NoAnswer(message, false);
  }

  boolean wasAsked() {
    return asked;
  }
}
