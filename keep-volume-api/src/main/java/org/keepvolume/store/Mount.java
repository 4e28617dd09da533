// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import com.google.common.base.Strings;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;

/** A volume in its place in a block store. */
public final class Mount {
  /** The original's prefix of a cluster that has no name, and of keep volumes. */
  private static final String ID_PREFIX = "zzzzz-nyw5e-";

  private static final int ID_DIGITS = 15;
  private static final BigInteger ID_MODULUS = BigInteger.valueOf(36).pow(ID_DIGITS);

  private final String id;
  private final MountOptions options;
  private final Volume volume;

  Mount(Volume volume, MountOptions options) {
    this.volume = volume;
    this.options = options;
    id = options.id().orElseGet(() -> idOf(volume.deviceId()));
  }

  /**
   * Derives an id from a device id, the same after each start: {@code zzzzz-nyw5e-} and the last 15
   * digits, in base 36, of the MD5 of the device id.
   */
  private static String idOf(String deviceId) {
    String md5 = BlockHash.of(deviceId.getBytes(StandardCharsets.UTF_8)).toString();
    String digits = new BigInteger(md5, 16).mod(ID_MODULUS).toString(36);
    return ID_PREFIX + Strings.padStart(digits, ID_DIGITS, '0');
  }

  /**
   * Returns the mount's name, unique in its store.
   *
   * @return the id given in the options, else one of the form {@code zzzzz-nyw5e-000000000000000}
   *     that is derived from the device id and is the same after each start
   */
  public String id() {
    return id;
  }

  /**
   * Returns the options with which the volume was mounted.
   *
   * @return the options, as given
   */
  public MountOptions options() {
    return options;
  }

  /**
   * Returns the volume.
   *
   * @return the volume in the layers of {@link org.keepvolume.layer.Layers#standard}, with the
   *     mount's access; to be closed by the store alone
   */
  public Volume volume() {
    return volume;
  }

  boolean takesWrites() {
    return volume.capabilities().contains(Capability.WRITE);
  }

  boolean takesTrash() {
    return volume.capabilities().contains(Capability.TRASH);
  }

  TouchOutcome touch(BlockHash hash) throws VolumeException {
    volume.touch(hash);
    return TouchOutcome.TOUCHED;
  }

  /** Returns id and device id. */
  @Override
  public String toString() {
    return id + " (" + volume.deviceId() + ")";
  }
}
