// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.nio.ByteBuffer;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.observe.StoreObserver;

/** Brings one block to one mount at a time: keeps the copy that is there, mends it, or writes. */
final class MountWriter {
  private final PresentCopies copies;
  private final StoreObserver observer;

  MountWriter(PresentCheck check, StoreObserver observer) {
    copies = new PresentCopies(check);
    this.observer = observer;
  }

  /**
   * Touches the copy that the mount has, or overwrites a damaged one; does nothing where there is
   * none.
   *
   * @return whether the mount holds the block now
   * @throws BlockCollisionException if the mount holds another block of that hash (ST-4)
   */
  boolean keep(Mount mount, BlockHash hash, ByteBuffer data) throws VolumeException {
    Volume volume = mount.volume();
    return keep(copies.find(volume, hash, data), volume, hash, data);
  }

  /**
   * Brings the block to a mount that could not tell what it has: asks it again, since it may hold
   * another block of that hash, and writes if it still cannot tell, since damage may be the reason.
   *
   * @return true
   * @throws BlockCollisionException if the mount holds another block of that hash (ST-4)
   */
  boolean keepOrWrite(Mount mount, BlockHash hash, ByteBuffer data) throws VolumeException {
    Volume volume = mount.volume();
    PresentCopy found;
    try {
      found = copies.find(volume, hash, data);
    } catch (CallCancelledException e) {
      throw e;
    } catch (VolumeException e) { // the first answer of this mount is kept by the caller
      found = PresentCopy.MISSING;
    }
    return keep(found, volume, hash, data) || write(mount, hash, data);
  }

  private boolean keep(PresentCopy found, Volume volume, BlockHash hash, ByteBuffer data)
      throws VolumeException {
    switch (found) {
      case EQUAL -> touchOrWrite(volume, hash, data);
      case DAMAGED -> mend(volume, hash, data);
      case COLLIDING ->
          throw new BlockCollisionException(
              Operation.WRITE,
              hash,
              volume.deviceId(),
              "the volume holds other bytes with that MD5",
              null);
      case MISSING -> {
        return false;
      }
    }
    return true;
  }

  /** Writes, whatever the mount has. */
  boolean write(Mount mount, BlockHash hash, ByteBuffer data) throws VolumeException {
    mount.volume().write(hash, data);
    return true;
  }

  /** A block that was found present may be trashed before it is touched (ST-3). */
  private void touchOrWrite(Volume volume, BlockHash hash, ByteBuffer data) throws VolumeException {
    try {
      volume.touch(hash);
    } catch (CallCancelledException e) {
      throw e;
    } catch (VolumeException e) {
      try {
        volume.write(hash, data);
      } catch (VolumeException again) {
        if (again != e) {
          again.addSuppressed(e);
        }
        throw again;
      }
      if (!(e instanceof BlockNotFoundException)) { // nobody else would learn of it
        observer.fellBack(Operation.WRITE, hash, volume.deviceId(), e);
      }
    }
  }

  private void mend(Volume volume, BlockHash hash, ByteBuffer data) throws VolumeException {
    observer.damagedCopySeen(hash, volume.deviceId());
    volume.write(hash, data);
    observer.repaired(hash, volume.deviceId());
  }
}
