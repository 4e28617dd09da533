// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.base.MoreObjects;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import org.keepvolume.Access;

/** How a volume takes part in a block store. Immutable; each {@code with} method returns a copy. */
@CheckReturnValue
public final class MountOptions {
  /** The storage class of mounts that name none, as in the original. */
  public static final String DEFAULT_CLASS = "default";

  // What fits into a path segment and a comma-separated header without quoting.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private static final MountOptions DEFAULTS =
      new MountOptions(null, Access.READ_WRITE, 1, ImmutableSet.of(DEFAULT_CLASS), 0, false, false);

  private final @Nullable String id;
  private final Access access;
  private final int replication;
  private final ImmutableSet<String> storageClasses;
  private final int priority;
  private final boolean serialized;
  private final boolean keptOpen;

  private MountOptions(
      @Nullable String id,
      Access access,
      int replication,
      ImmutableSet<String> storageClasses,
      int priority,
      boolean serialized,
      boolean keptOpen) {
    this.id = id;
    this.access = access;
    this.replication = replication;
    this.storageClasses = storageClasses;
    this.priority = priority;
    this.serialized = serialized;
    this.keptOpen = keptOpen;
  }

  /**
   * Returns the defaults.
   *
   * @return options with an id derived from the device, {@link Access#READ_WRITE}, replication 1,
   *     the storage class {@value #DEFAULT_CLASS}, priority 0, not serialized, closed by the store
   */
  public static MountOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with an id. It names the mount in results and messages, and it decides
   * the place of the mount in the order of a block's reads and writes: with another id, blocks are
   * looked for elsewhere first.
   *
   * @param id 1 to 100 letters, digits, dots, underlines and dashes; the original's have the form
   *     {@code zzzzz-nyw5e-000000000000000}
   * @return the changed options
   * @throws IllegalArgumentException if the id has another form
   */
  public MountOptions withId(String id) {
    checkName("mount id", id);
    return new MountOptions(
        id, access, replication, storageClasses, priority, serialized, keptOpen);
  }

  /**
   * Returns these options with another access.
   *
   * @param access what the store may change on the mount
   * @return the changed options
   */
  public MountOptions withAccess(Access access) {
    requireNonNull(access, "access");
    return new MountOptions(
        id, access, replication, storageClasses, priority, serialized, keptOpen);
  }

  /**
   * Returns these options with another replication.
   *
   * @param replication how many replicas one copy on this mount counts as, 1 or more: more than 1
   *     for a device that keeps several itself
   * @return the changed options
   * @throws IllegalArgumentException if it is less than 1
   */
  public MountOptions withReplication(int replication) {
    checkArgument(replication >= 1, "replication must be at least 1, got %s", replication);
    return new MountOptions(
        id, access, replication, storageClasses, priority, serialized, keptOpen);
  }

  /**
   * Returns these options with other storage classes.
   *
   * @param storageClasses the classes for which a copy on this mount counts, at least one, each 1
   *     to 100 letters, digits, dots, underlines and dashes
   * @return the changed options
   * @throws IllegalArgumentException if there is none, or one has another form
   */
  public MountOptions withStorageClasses(Collection<String> storageClasses) {
    checkArgument(!storageClasses.isEmpty(), "a mount has at least one storage class");
    storageClasses.forEach(name -> checkName("storage class", name));
    return new MountOptions(
        id,
        access,
        replication,
        ImmutableSet.copyOf(storageClasses),
        priority,
        serialized,
        keptOpen);
  }

  /**
   * Returns these options with another priority.
   *
   * @param priority mounts of a higher one are read and written first; any number
   * @return the changed options
   */
  public MountOptions withPriority(int priority) {
    return new MountOptions(
        id, access, replication, storageClasses, priority, serialized, keptOpen);
  }

  /**
   * Returns these options with calls one at a time or not.
   *
   * @param serialized true: the volume gets one read, write, touch, trash or untrash at a time
   * @return the changed options
   */
  public MountOptions withSerialized(boolean serialized) {
    return new MountOptions(
        id, access, replication, storageClasses, priority, serialized, keptOpen);
  }

  /**
   * Returns these options for a volume that stays the caller's: the store does not close it.
   *
   * @return the changed options
   */
  public MountOptions keepOpen() {
    return new MountOptions(id, access, replication, storageClasses, priority, serialized, true);
  }

  /**
   * Returns the id given.
   *
   * @return the id; empty: it is derived from the device id
   */
  public Optional<String> id() {
    return Optional.ofNullable(id);
  }

  /**
   * Returns what the store may change.
   *
   * @return the access
   */
  public Access access() {
    return access;
  }

  /**
   * Returns how many replicas a copy counts as.
   *
   * @return 1 or more
   */
  public int replication() {
    return replication;
  }

  /**
   * Returns the classes for which a copy counts.
   *
   * @return at least one, in the order given; not to be changed
   */
  public Set<String> storageClasses() {
    return storageClasses;
  }

  /**
   * Returns the priority.
   *
   * @return any number; higher comes first
   */
  public int priority() {
    return priority;
  }

  /**
   * Tells whether the volume gets one call at a time.
   *
   * @return true if it does
   */
  public boolean serialized() {
    return serialized;
  }

  /**
   * Tells whether the volume stays open when the store is closed.
   *
   * @return true if it does
   */
  public boolean keptOpen() {
    return keptOpen;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MountOptions options
        && Objects.equals(id, options.id)
        && access == options.access
        && replication == options.replication
        && storageClasses.equals(options.storageClasses)
        && priority == options.priority
        && serialized == options.serialized
        && keptOpen == options.keptOpen;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, access, replication, storageClasses, priority, serialized, keptOpen);
  }

  /** Returns a line for people. */
  @Override
  public String toString() {
    return MoreObjects.toStringHelper(this)
        .omitNullValues()
        .add("id", id)
        .add("access", access)
        .add("replication", replication)
        .add("storageClasses", storageClasses)
        .add("priority", priority)
        .add("serialized", serialized)
        .add("keptOpen", keptOpen)
        .toString();
  }

  static void checkName(String what, String name) {
    checkArgument(
        NAME.matcher(name).matches(),
        "%s is \"%s\"; expected 1 to 100 letters, digits, dots, underlines and dashes",
        what,
        name);
  }
}
