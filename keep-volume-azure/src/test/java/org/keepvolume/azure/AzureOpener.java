// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.testkit.process.VolumeOpener;

/**
 * Opens a volume of the kit in another process: on the emulator of the first one, whose key is
 * published, or in the account that the environment of both names.
 */
public final class AzureOpener implements VolumeOpener {
  private static final String LIVE = "live";
  private static final String SHARDED = "sharded";
  private static final String PREFIX = "prefix:";

  private final Map<String, Long> stamps = new ConcurrentHashMap<>();

  /** Names a container, without a secret. */
  static String argument(KitService service, String container, AzureOptions options) {
    boolean live = KitService.isLive() && service.equals(KitService.live());
    return String.join(
        " ",
        live ? LIVE : service.endpoint().toString(),
        container,
        options.naming().isSharded() ? SHARDED : "plain",
        PREFIX + options.naming().prefix());
  }

  @Override
  public Volume open(String argument, VolumeContext context) throws IOException {
    List<String> parts = List.of(argument.split(" ", -1));
    BlobNaming naming = BlobNaming.plain().withPrefix(parts.get(3).substring(PREFIX.length()));
    if (parts.get(2).equals(SHARDED)) {
      naming = naming.sharded();
    }
    AzureAccount account =
        parts.get(0).equals(LIVE)
            ? KitService.live().azureAccount()
            : AzureAccount.emulator().withEndpoint(URI.create(parts.get(0)));
    return AzureVolume.open(
        account,
        parts.get(1),
        AzureFixture.with(
            AzureOptions.defaults().withNaming(naming), ClockStamps.of(context.clock(), stamps)),
        context);
  }
}
