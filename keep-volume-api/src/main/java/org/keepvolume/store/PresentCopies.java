// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.annotation.Nullable;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockSinks;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.Operation;
import org.keepvolume.VerifyingSink;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;

/**
 * Finds out what a mount holds of a block that is to be written (ST-3, ST-4).
 *
 * <p>The bytes are compared, which costs less than hashing them. Only where they differ is the copy
 * read again and hashed, to tell damage from a collision.
 */
final class PresentCopies {
  private final PresentCheck check;

  PresentCopies(PresentCheck check) {
    this.check = check;
  }

  PresentCopy find(Volume volume, BlockHash hash, ByteBuffer data) throws VolumeException {
    try {
      if (check == PresentCheck.STAT && volume.stat(hash).size() == data.remaining()) {
        return PresentCopy.EQUAL;
      }
      return equal(volume, hash, data) ? PresentCopy.EQUAL : different(volume, hash, data);
    } catch (BlockNotFoundException e) {
      return PresentCopy.MISSING;
    } catch (BlockTooLargeException | BlockCorruptException e) {
      return PresentCopy.DAMAGED;
    }
  }

  private static boolean equal(Volume volume, BlockHash hash, ByteBuffer data)
      throws VolumeException {
    DifferenceSink sink = new DifferenceSink(data, true);
    try {
      int unused = volume.read(hash, sink);
    } catch (DifferenceSink.Difference e) {
      return false;
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw broken(volume, hash, "it threw what no sink had thrown (RD-4)", e);
    }
    if (!sink.equal()) {
      throw broken(volume, hash, "it ended the read before the block was complete (RD-3)", null);
    }
    return true;
  }

  private static PresentCopy different(Volume volume, BlockHash hash, ByteBuffer data)
      throws VolumeException {
    DifferenceSink sink = new DifferenceSink(data, false);
    VerifyingSink verifying = BlockSinks.verifying(hash, sink);
    try {
      int unused = volume.read(hash, verifying);
    } catch (VolumeException e) {
      throw e;
    } catch (IOException e) {
      throw broken(volume, hash, "it threw what no sink had thrown (RD-4)", e);
    }
    if (!verifying.verified()) {
      throw broken(volume, hash, "it ended the read before the block was complete (RD-3)", null);
    }
    return sink.different() ? PresentCopy.COLLIDING : PresentCopy.EQUAL;
  }

  private static VolumeFailureException broken(
      Volume volume, BlockHash hash, String detail, @Nullable IOException cause) {
    return new VolumeFailureException(
        Operation.WRITE,
        hash,
        volume.deviceId(),
        "the volume broke its contract: " + detail,
        cause);
  }
}
