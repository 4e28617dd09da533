// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import java.io.IOException;

/** Says on which connection an exchange failed. */
final class ConnectionException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient HttpConnection connection;

  ConnectionException(HttpConnection connection, IOException cause) {
    super(cause);
    this.connection = connection;
  }

  boolean isOn(HttpConnection other) {
    return connection == other;
  }
}
