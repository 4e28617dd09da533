// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.util.Optional;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;
import org.keepvolume.store.Mount;

/**
 * Sends a line for each block of all volumes, or of one, and an empty line when that was all: a
 * listing without it is not complete.
 */
final class ListBlocks implements Endpoint {
  private final Backend backend;
  private final Optional<Mount> mount;
  private final BlockPrefix prefix;

  ListBlocks(Backend backend, Optional<Mount> mount, BlockPrefix prefix) {
    this.backend = backend;
    this.mount = mount;
    this.prefix = prefix;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    backend.systemToken().require(call, 401, "Unauthorized");
    call.watchClient();
    IndexLines lines = new IndexLines(call);
    if (call.isHead()) {
      lines.finish();
      return;
    }
    try {
      if (mount.isPresent()) {
        backend.store().index(mount.get(), prefix, lines);
      } else {
        backend.store().index(prefix, lines);
      }
    } catch (VolumeException e) {
      if (lines.begun()) {
        throw e;
      }
      throw StoreErrors.of(e);
    }
    lines.finish();
  }
}
