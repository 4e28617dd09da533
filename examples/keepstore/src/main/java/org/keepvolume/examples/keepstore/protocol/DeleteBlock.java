// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.util.List;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashOutcome;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;
import org.keepvolume.store.MountResult;

/** Trashes a block on all volumes that allow it, and tells how many copies went. */
final class DeleteBlock implements Endpoint {
  private final Backend backend;
  private final LocatorPath locator;

  DeleteBlock(Backend backend, LocatorPath locator) {
    this.backend = backend;
    this.locator = locator;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    backend.systemToken().require(call, 403, "Forbidden");
    if (!backend.deletes()) {
      throw new Refusal(405, "Method disabled");
    }
    call.watchClient();
    List<MountResult<TrashOutcome>> results;
    try {
      results = backend.store().trash(locator.hash(), null);
    } catch (BlockNotFoundException | VolumeReadOnlyException e) {
      throw new Refusal(404, "");
    } catch (VolumeException e) {
      throw StoreErrors.of(e);
    }
    // A copy that is too young is still there: it counts neither way.
    long deleted = results.stream().filter(DeleteBlock::isGone).count();
    long failed = results.stream().filter(DeleteBlock::isFailed).count();
    // Not by a format, which writes the digits of the machine's language.
    call.json(200, "{\"copies_deleted\":" + deleted + ",\"copies_failed\":" + failed + "}\n");
  }

  private static boolean isGone(MountResult<TrashOutcome> result) {
    return result.value().filter(outcome -> outcome != TrashOutcome.TOO_RECENT).isPresent();
  }

  private static boolean isFailed(MountResult<TrashOutcome> result) {
    return result.failure().filter(e -> !(e instanceof BlockNotFoundException)).isPresent();
  }
}
