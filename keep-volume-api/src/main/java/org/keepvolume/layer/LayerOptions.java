// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import javax.annotation.CheckReturnValue;
import org.keepvolume.Access;
import org.keepvolume.VolumeObserver;

/** What {@link Layers#standard(org.keepvolume.Volume, LayerOptions)} puts around a backend. */
@CheckReturnValue
public final class LayerOptions {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final LayerOptions DEFAULTS =
      new LayerOptions(Access.READ_WRITE, false, FIVE_MINUTES, VolumeObserver.none());

  private final Access access;
  private final boolean serialized;
  private final Duration turnLimit;
  private final VolumeObserver observer;

  private LayerOptions(
      Access access, boolean serialized, Duration turnLimit, VolumeObserver observer) {
    this.access = requireNonNull(access, "access");
    this.serialized = serialized;
    this.turnLimit = checked(turnLimit);
    this.observer = requireNonNull(observer, "observer");
  }

  static Duration checked(Duration turnLimit) {
    checkArgument(
        !turnLimit.isNegative() && !turnLimit.isZero(),
        "the turn limit is %s; expected more than 0",
        turnLimit);
    return turnLimit;
  }

  /**
   * Returns the defaults.
   *
   * @return every access, not serialized, a turn limit of five minutes and no observer
   */
  public static LayerOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with another access.
   *
   * @param access what the stack's users may change (RO-1)
   * @return the changed options
   */
  public LayerOptions withAccess(Access access) {
    return new LayerOptions(access, serialized, turnLimit, observer);
  }

  /**
   * Returns these options with or without serialization, for devices that are faster, or safer,
   * with one transfer at a time.
   *
   * @param serialized whether read, write, touch, trash and untrash wait for each other
   * @return the changed options
   */
  public LayerOptions withSerialized(boolean serialized) {
    return new LayerOptions(access, serialized, turnLimit, observer);
  }

  /**
   * Returns these options with another limit of the wait for a turn on a serialized volume.
   *
   * @param turnLimit how long a call waits at most, more than 0; five minutes if not set
   * @return the changed options
   * @throws IllegalArgumentException if it is 0 or negative
   */
  public LayerOptions withTurnLimit(Duration turnLimit) {
    return new LayerOptions(access, serialized, turnLimit, observer);
  }

  /**
   * Returns these options with an observer of the stack's operations, in place of an earlier one.
   *
   * @param observer told of every operation that passes the checks (OB-1); guarded as {@link
   *     VolumeObserver#guarded} says
   * @return the changed options
   */
  public LayerOptions withObserver(VolumeObserver observer) {
    return new LayerOptions(access, serialized, turnLimit, observer);
  }

  /**
   * Returns what the stack's users may change.
   *
   * @return the access
   */
  public Access access() {
    return access;
  }

  /**
   * Tells whether calls wait for each other.
   *
   * @return true if the stack has a serialized layer
   */
  public boolean serialized() {
    return serialized;
  }

  /**
   * Returns how long a call on a serialized volume waits for its turn at most.
   *
   * @return the limit, more than 0
   */
  public Duration turnLimit() {
    return turnLimit;
  }

  /**
   * Returns the observer of the stack's operations.
   *
   * @return the observer as it was given; {@link VolumeObserver#none} if none was
   */
  public VolumeObserver observer() {
    return observer;
  }
}
