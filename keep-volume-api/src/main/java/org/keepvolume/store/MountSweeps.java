// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.util.ArrayList;
import java.util.List;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeReadOnlyException;

/** Sweeps the trash of several mounts, one after the other. */
final class MountSweeps {
  private MountSweeps() {}

  static List<MountResult<TrashSweep>> all(List<Mount> mounts) throws VolumeException {
    List<MountResult<TrashSweep>> results = new ArrayList<>();
    for (Mount mount : mounts) {
      if (mount.takesTrash()) {
        results.add(one(mount));
      }
    }
    if (results.isEmpty()) {
      throw new VolumeReadOnlyException(
          Operation.EMPTY_TRASH, null, null, "no mounted volume allows it", null);
    }
    return List.copyOf(results);
  }

  private static MountResult<TrashSweep> one(Mount mount) throws CallCancelledException {
    try {
      return MountResult.of(mount, mount.volume().emptyTrash());
    } catch (CallCancelledException e) {
      throw e;
    } catch (VolumeException e) {
      return MountResult.failed(mount, e);
    } catch (RuntimeException e) { // the volume's mistake, which must not keep others from it
      String device = mount.volume().deviceId();
      return MountResult.failed(
          mount,
          new VolumeFailureException(
              Operation.EMPTY_TRASH, null, device, "the volume threw " + e, e));
    }
  }
}
