// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;

/** The JDK's own checked exception, which it lets out undeclared where it cannot close a file. */
final class Undeclared {
  private Undeclared() {}

  /** What may throw it. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  static void caught(Action action) throws IOException {
    try {
      action.run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
