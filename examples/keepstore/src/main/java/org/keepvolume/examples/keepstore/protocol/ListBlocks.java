// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.util.Optional;
import org.keepvolume.BlockPrefix;
import org.keepvolume.CallCancelledException;
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
  private final String prefix;

  ListBlocks(Backend backend, Optional<Mount> mount, String prefix) {
    this.backend = backend;
    this.mount = mount;
    this.prefix = prefix;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    backend.systemToken().require(call, 401, "Unauthorized");
    BlockPrefix wanted = parsed();
    if (call.isHead()) {
      IndexLines.none(call);
      return;
    }
    call.watchClient();
    IndexLines lines = new IndexLines(call);
    try {
      if (mount.isPresent()) {
        backend.store().index(mount.get(), wanted, lines);
      } else {
        backend.store().index(wanted, lines);
      }
    } catch (VolumeException e) {
      if (lines.begun()) {
        if (e instanceof CallCancelledException) {
          call.resumeAnswer(); // throws if the client has left, which is why
        }
        throw e;
      }
      throw StoreErrors.of(e);
    }
    lines.finish();
  }

  private BlockPrefix parsed() throws Refusal {
    try {
      return BlockPrefix.parse(prefix);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "Bad Request: " + e.getMessage());
    }
  }
}
