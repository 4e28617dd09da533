// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.base.Throwables;
import java.util.List;
import javax.annotation.Nullable;
import org.keepvolume.VolumeException;

/** Closes all volumes of a store, whatever some of them throw. */
final class MountClosing {
  private MountClosing() {}

  static void closeAll(List<Mount> mounts) throws VolumeException {
    Throwable failure = null;
    for (Mount mount : mounts) {
      if (!mount.options().keptOpen()) {
        failure = close(mount, failure);
      }
    }
    if (failure != null) {
      Throwables.throwIfInstanceOf(failure, VolumeException.class);
      Throwables.throwIfUnchecked(failure);
    }
  }

  private static @Nullable Throwable close(Mount mount, @Nullable Throwable earlier) {
    try {
      mount.volume().close();
      return earlier;
    } catch (VolumeException | RuntimeException | Error e) {
      if (earlier == null) {
        return e;
      }
      if (earlier != e) {
        earlier.addSuppressed(e);
      }
      return earlier;
    }
  }
}
