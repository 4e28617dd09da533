// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.util.List;
import org.keepvolume.Capability;
import org.keepvolume.examples.keepstore.http.HttpSettings;
import org.keepvolume.examples.keepstore.protocol.MountedVolume;
import org.keepvolume.store.MountOptions;
import org.slf4j.Logger;

/** What a start tells: what was mounted, in which order, with which rights, and how much fits. */
final class StartMessages {
  private static final long MIB = 1 << 20;

  private StartMessages() {}

  static void tell(Logger log, Settings settings, List<MountedVolume> volumes, int port) {
    boolean deletes = !settings.flags().application().get(KeepstoreKeys.NEVER_DELETE);
    int number = 1;
    for (MountedVolume volume : volumes) {
      MountOptions options = volume.mount().options();
      log.atInfo()
          .addKeyValue("uuid", volume.mount().id())
          .addKeyValue("device", volume.mount().volume().deviceId())
          .addKeyValue("rights", rights(volume, deletes))
          .addKeyValue("serialized", options.serialized())
          .addKeyValue("replication", options.replication())
          .log("volume {} of {}: {}", number++, volumes.size(), volume.label());
    }
    HttpSettings http = settings.http();
    log.atInfo()
        .addKeyValue("maxRequests", http.maxRequests())
        .log(
            "memory for blocks: {} MiB, {}",
            settings.memory().bytes() / MIB,
            settings.memory().reason());
    log.info("{} listens on port {}", Version.text(), port);
  }

  private static String rights(MountedVolume volume, boolean deletes) {
    var capabilities = volume.mount().volume().capabilities();
    return "read"
        + (capabilities.contains(Capability.WRITE) ? ", write" : "")
        + (deletes && capabilities.contains(Capability.TRASH) ? ", trash" : "");
  }
}
