// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what Go calls an address: a port, and before it a host or nothing, which is all of them.
 */
final class ListenAddress {
  static final String EXPECTED = "expected host:port, [IPv6]:port, or :port";

  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%[^]]+)?)]|([^\\[\\]:\\s]*)):([0-9]{1,5})");

  private ListenAddress() {}

  /** Returns the address, whose host is looked up by who listens; empty if it is none. */
  static Optional<InetSocketAddress> parse(String text) {
    Matcher address = FORM.matcher(text);
    if (!address.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(address.group(3));
    String host = address.group(1) == null ? address.group(2) : address.group(1);
    if (port > HIGHEST_PORT) {
      return Optional.empty();
    }
    return Optional.of(
        host.isEmpty()
            ? new InetSocketAddress(port)
            : InetSocketAddress.createUnresolved(host, port));
  }
}
