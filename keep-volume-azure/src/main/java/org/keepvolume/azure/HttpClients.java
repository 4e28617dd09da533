// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.http.HttpClient;
import javax.annotation.Nullable;

/**
 * The application's own HTTP clients, in place of those that a volume makes.
 *
 * <p>They stay the application's: a volume does not close them. Their time limits hold beside those
 * of {@link AzureLimits}.
 *
 * @param control sends what has no block in it; the volume's own if null
 * @param data sends reads and writes of blocks; the volume's own if null
 */
public record HttpClients(@Nullable HttpClient control, @Nullable HttpClient data) {
  private static final HttpClients OWN = new HttpClients(null, null);

  /**
   * Returns none: a volume makes both.
   *
   * @return what {@link AzureOptions#defaults} has
   */
  public static HttpClients own() {
    return OWN;
  }

  /**
   * Returns one client for everything.
   *
   * @param client what sends all requests
   * @return the client, twice
   */
  public static HttpClients of(HttpClient client) {
    requireNonNull(client, "client");
    return new HttpClients(client, client);
  }
}
