// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;
import org.keepvolume.store.MountResult;

/** Brings a block back from the trash of all volumes that allow it, and tells which had it. */
final class UntrashBlock implements Endpoint {
  private static final String NOWHERE = "Block not found on any of the writable volumes";

  private final Backend backend;
  private final LocatorPath locator;

  UntrashBlock(Backend backend, LocatorPath locator) {
    this.backend = backend;
    this.locator = locator;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    backend.systemToken().require(call, 401, "Unauthorized");
    if (backend.volumes().stream().noneMatch(MountedVolume::takesTrash)) {
      throw new Refusal(404, "No writable volumes");
    }
    call.watchClient();
    List<MountResult<UntrashOutcome>> results;
    try {
      results = backend.store().untrash(locator.hash());
    } catch (BlockNotFoundException | VolumeReadOnlyException e) {
      throw new Refusal(404, NOWHERE);
    } catch (VolumeException e) {
      Refusal told = StoreErrors.of(e);
      throw new Refusal(told.status(), "Failed to untrash on all writable volumes", e);
    }
    String failed = labels(results, UntrashBlock::isFailed);
    String restored = labels(results, result -> is(result, UntrashOutcome.RESTORED));
    String text =
        restored.isEmpty()
            ? "Nothing to untrash, the block is live on: "
                + labels(results, result -> is(result, UntrashOutcome.ALREADY_LIVE))
            : "Successfully untrashed on: " + restored;
    call.text(
        failed.isEmpty() ? 200 : 500,
        text + (failed.isEmpty() ? "" : "; Failed to untrash on: " + failed) + "\n");
  }

  private static boolean is(MountResult<UntrashOutcome> result, UntrashOutcome outcome) {
    return result.value().filter(value -> value == outcome).isPresent();
  }

  private static boolean isFailed(MountResult<UntrashOutcome> result) {
    return result.failure().filter(e -> !(e instanceof BlockNotFoundException)).isPresent();
  }

  private String labels(
      List<MountResult<UntrashOutcome>> results, Predicate<MountResult<UntrashOutcome>> wanted) {
    return results.stream()
        .filter(wanted)
        .map(result -> label(result))
        .collect(Collectors.joining(", "));
  }

  private String label(MountResult<UntrashOutcome> result) {
    return backend.volumes().stream()
        .filter(volume -> volume.mount() == result.mount())
        .map(MountedVolume::label)
        .findFirst()
        .orElse(result.mount().id());
  }
}
