// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import javax.annotation.Nullable;
import org.keepvolume.VolumeException;

/**
 * What one mount answered to a call that was made on several.
 *
 * @param <T> the answer of a mount that did as asked
 */
public final class MountResult<T> {
  private final Mount mount;
  private final @Nullable T value;
  private final @Nullable VolumeException failure;

  private MountResult(Mount mount, @Nullable T value, @Nullable VolumeException failure) {
    this.mount = mount;
    this.value = value;
    this.failure = failure;
  }

  static <T> MountResult<T> of(Mount mount, T value) {
    return new MountResult<>(mount, requireNonNull(value), null);
  }

  static <T> MountResult<T> failed(Mount mount, VolumeException failure) {
    return new MountResult<>(mount, null, requireNonNull(failure));
  }

  /**
   * Returns the mount that was asked.
   *
   * @return a mount of the store
   */
  public Mount mount() {
    return mount;
  }

  /**
   * Returns the answer.
   *
   * @return what the mount did; empty if it failed
   */
  public Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /**
   * Returns why the mount did not do as asked.
   *
   * @return a {@link org.keepvolume.BlockNotFoundException} if the mount does not have the block,
   *     else its failure; empty if there is a value
   */
  public Optional<VolumeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns a line for people: the mount's id, and what it did or why not. */
  @Override
  public String toString() {
    return mount.id() + ": " + (failure == null ? value : failure.getMessage());
  }
}
