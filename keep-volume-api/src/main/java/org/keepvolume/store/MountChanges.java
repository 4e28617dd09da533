// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.observe.StoreObserver;

/**
 * Asks mounts about one block, and makes changes of it on every mount that allows them.
 *
 * <p>One after the other, in the block's order. Where a change was made on none, the mounts that do
 * not allow it are asked whether they have the block, so that "not found" is told only if no mount
 * has it (ST-1).
 */
final class MountChanges {
  private final PlacementOrder order;
  private final MountCalls calls;
  private final StoreObserver observer;

  MountChanges(PlacementOrder order, MountCalls calls, StoreObserver observer) {
    this.order = order;
    this.calls = calls;
    this.observer = observer;
  }

  /** Asks one mount after the other until one has an answer. */
  <T> T first(Operation operation, BlockHash hash, MountCalls.OnMount<T> question)
      throws VolumeException {
    MountFailures<VolumeException> failures = new MountFailures<>();
    List<Mount> mounts = order.of(hash);
    int asked = 0;
    for (Mount mount : mounts) {
      asked++;
      try {
        return ask(mount, operation, hash, question);
      } catch (CallCancelledException e) {
        throw e;
      } catch (VolumeException e) {
        failures.add(e);
        if (asked < mounts.size() && !(e instanceof BlockNotFoundException)) {
          observer.fellBack(operation, hash, mount.volume().deviceId(), e);
        }
      }
    }
    throw failures.mostTelling();
  }

  private <T> T ask(
      Mount mount, Operation operation, BlockHash hash, MountCalls.OnMount<T> question)
      throws VolumeException {
    return Attempt.of(mount, () -> calls.on(mount, operation, hash, question)).get();
  }

  /** Makes a change; returns what each mount that allows it answered, at least one with a value. */
  <T> List<MountResult<T>> make(
      Operation operation, BlockHash hash, Predicate<Mount> allowed, MountCalls.OnMount<T> change)
      throws VolumeException {
    List<MountResult<T>> results = new ArrayList<>();
    MountFailures<VolumeException> failures = new MountFailures<>();
    List<Mount> mounts = order.of(hash);
    for (Mount mount : mounts) {
      if (!allowed.test(mount)) {
        continue;
      }
      try {
        results.add(MountResult.of(mount, ask(mount, operation, hash, change)));
      } catch (CallCancelledException e) {
        throw e;
      } catch (VolumeException e) {
        results.add(MountResult.failed(mount, e));
        failures.add(e);
      }
    }
    if (results.stream().anyMatch(result -> result.value().isPresent())) {
      return List.copyOf(results);
    }
    for (Mount mount : mounts) {
      if (!allowed.test(mount)) {
        failures.add(refusal(mount, operation, hash));
      }
    }
    throw failures.mostTelling();
  }

  private VolumeException refusal(Mount mount, Operation operation, BlockHash hash)
      throws CallCancelledException {
    try {
      BlockInfo unused = ask(mount, Operation.STAT, hash, there -> there.volume().stat(hash));
      return new VolumeReadOnlyException(
          operation,
          hash,
          mount.volume().deviceId(),
          "the block is there, and the mount does not allow it to be changed",
          null);
    } catch (CallCancelledException e) {
      throw e;
    } catch (BlockNotFoundException e) { // not a failed stat: the caller asked for a change
      String device = mount.volume().deviceId();
      return new BlockNotFoundException(operation, hash, device, e.detail(), e);
    } catch (VolumeException e) {
      return e;
    }
  }
}
