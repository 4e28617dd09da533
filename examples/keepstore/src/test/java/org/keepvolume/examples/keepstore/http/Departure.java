// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

import java.io.IOException;
import org.keepvolume.examples.keepstore.RawConnection;

/** The ways in which clients leave. */
enum Departure {
  /** As a program that ends. */
  FIN,
  /** As one that is killed while bytes are on their way, or whose machine forgot it. */
  RST;

  void leave(RawConnection client) throws IOException {
    if (this == RST) {
      client.socket().setSoLinger(true, 0);
    }
    client.close();
  }
}
