// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.Secret;

/** Opens a volume at each of some endpoints with the HTTP clients that a volume makes. */
final class ProxyRun {
  /** Names the port of a proxy that the application has for everything. */
  static final String SELECTED = "keepvolume.test.selected-proxy";

  private ProxyRun() {}

  public static void main(String[] endpoints) {
    Integer selected = Integer.getInteger(SELECTED);
    if (selected != null) {
      ProxySelector.setDefault(
          ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), selected)));
    }
    Duration limit = Duration.ofSeconds(20);
    AzureLimits limits = new AzureLimits(limit, limit, limit, 1, 1, Duration.ZERO);
    AzureOptions options = AzureOptions.defaults().withLimits(limits);
    for (String endpoint : endpoints) {
      AzureAccount account =
          AzureAccount.withKey("devstoreaccount1", Secret.of(Canaries.KEY))
              .withEndpoint(URI.create(endpoint));
      try {
        AzureVolume.open(account, "container", options, VolumeContext.defaults()).close();
        System.out.println("open " + endpoint);
      } catch (IOException e) {
        System.out.println(e);
      }
    }
  }
}
