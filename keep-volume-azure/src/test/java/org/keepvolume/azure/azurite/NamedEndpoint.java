// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;

/** The Azurite that {@code KEEPVOLUME_AZURITE_ENDPOINT} names: told from mistakes at once. */
final class NamedEndpoint {
  private static final int LIMIT_MILLISECONDS = 10_000;

  private NamedEndpoint() {}

  /**
   * Returns the address without a slash at its end, after Azurite has answered there.
   *
   * @throws IllegalStateException if it is no such address, or something else answers, or nothing
   */
  static URI check(String endpoint, Surroundings surroundings) {
    URI service = parse(endpoint);
    String server;
    try {
      server = server(service);
    } catch (IOException e) {
      IllegalStateException none =
          surroundings.none(
              Azurite.ENDPOINT_VARIABLE
                  + " is "
                  + endpoint
                  + ", where nothing answers ("
                  + e
                  + ")");
      none.initCause(e);
      throw none;
    }
    if (!server.startsWith("Azurite-Blob/")) {
      throw surroundings.none(
          "%s is %s, where \"%s\" answers, which is not Azurite's blob service"
              .formatted(Azurite.ENDPOINT_VARIABLE, endpoint, server));
    }
    return service;
  }

  private static URI parse(String endpoint) {
    try {
      URI uri = new URI(endpoint.replaceFirst("/$", ""));
      if (uri.getHost() != null
          && uri.getRawPath().isEmpty()
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The message below says what is expected.
    }
    throw new IllegalStateException(
        "%s is \"%s\"; expected http://host:port, without an account"
            .formatted(Azurite.ENDPOINT_VARIABLE, endpoint));
  }

  private static String server(URI service) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) service.toURL().openConnection();
    connection.setConnectTimeout(LIMIT_MILLISECONDS);
    connection.setReadTimeout(LIMIT_MILLISECONDS);
    try {
      // Any answer will do: a request without an account is a mistake to Azurite.
      int unused = connection.getResponseCode();
      String server = connection.getHeaderField("Server");
      return server == null ? "" : server;
    } finally {
      connection.disconnect();
    }
  }
}
