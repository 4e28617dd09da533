// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Locale;
import org.keepvolume.Access;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.fault.FaultScript;

/** What one of two mounts may be like when a store is asked about a block. */
enum MountState {
  /** It holds the block. */
  GOOD,
  /** It holds other bytes, which do not have the block's hash. */
  DAMAGED,
  /** It works, and does not have the block. */
  MISSING,
  /** It has the block in its trash. */
  TRASHED,
  /** It does not have the block, nor room for it. */
  FULL,
  /** Each call on it may succeed later. */
  UNAVAILABLE,
  /** Each call on it fails for good. */
  FAILING,
  /** It holds the block, and is mounted read-only. */
  READ_ONLY_GOOD,
  /** It does not have the block, and is mounted read-only. */
  READ_ONLY_MISSING;

  /** More than a store makes of one kind on a mount, in one call. */
  private static final int CALLS = 4;

  boolean readOnly() {
    return this == READ_ONLY_GOOD || this == READ_ONLY_MISSING;
  }

  MountOptions options() {
    return MountOptions.defaults().withAccess(readOnly() ? Access.READ_ONLY : Access.READ_WRITE);
  }

  /** Puts the device into this state; those that only fail get the block, so that it is there. */
  void prepare(Volume device, byte[] block, byte[] damaged) throws VolumeException {
    switch (this) {
      case GOOD, UNAVAILABLE, FAILING, READ_ONLY_GOOD ->
          device.write(CopyOnDevice.HASH, ByteBuffer.wrap(block));
      case DAMAGED -> device.write(CopyOnDevice.HASH, ByteBuffer.wrap(damaged));
      case TRASHED -> {
        device.write(CopyOnDevice.HASH, ByteBuffer.wrap(block));
        var unused = device.trash(CopyOnDevice.HASH, null);
      }
      case MISSING, FULL, READ_ONLY_MISSING -> {}
    }
  }

  /** Scripts how calls on such a mount fail, however many there are. */
  void script(FaultScript faults) {
    for (int call = 1; call <= CALLS; call++) {
      for (Operation operation : EnumSet.range(Operation.READ, Operation.UNTRASH)) {
        switch (this) {
          case UNAVAILABLE -> faults.on(operation, call).unavailable();
          case FAILING -> faults.on(operation, call).failure();
          default -> {}
        }
      }
      if (this == FULL) {
        faults.on(Operation.WRITE, call).full();
      }
    }
  }

  /** Returns the words for it in tables. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace("read_only_", "read-only, ");
  }
}
