// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;

/** Makes a block count as new. */
final class TouchBlock implements Endpoint {
  private final Backend backend;
  private final LocatorPath locator;

  TouchBlock(Backend backend, LocatorPath locator) {
    this.backend = backend;
    this.locator = locator;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    backend.systemToken().require(call, 401, "Unauthorized");
    if (backend.volumes().stream().noneMatch(MountedVolume::takesWrites)) {
      throw new Refusal(404, "no volumes");
    }
    call.watchClient();
    try {
      var unused = backend.store().touch(locator.hash());
    } catch (VolumeReadOnlyException e) {
      throw new Refusal(404, "Not Found");
    } catch (VolumeException e) {
      throw StoreErrors.of(e);
    }
    call.text(200, "");
  }
}
