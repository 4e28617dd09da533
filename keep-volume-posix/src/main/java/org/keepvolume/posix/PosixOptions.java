// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.util.Objects.requireNonNull;

import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.Immutable;

/** How a {@link PosixVolume} treats its directory. */
@Immutable
@CheckReturnValue
public final class PosixOptions {
  private static final PosixOptions DEFAULTS = new PosixOptions(Durability.FULL);

  private final Durability durability;

  private PosixOptions(Durability durability) {
    this.durability = requireNonNull(durability, "durability");
  }

  /**
   * Returns the defaults.
   *
   * @return options with {@link Durability#FULL}
   */
  public static PosixOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with another durability.
   *
   * @param durability what is synced before a change is acknowledged
   * @return the changed options
   */
  public PosixOptions withDurability(Durability durability) {
    return new PosixOptions(durability);
  }

  /**
   * Returns what is synced before a change is acknowledged.
   *
   * @return {@link Durability#FULL} unless changed
   */
  public Durability durability() {
    return durability;
  }
}
