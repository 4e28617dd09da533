// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;

/** How often, in which storage classes, and under which name a block is to be stored. Immutable. */
@CheckReturnValue
public final class WriteOptions {
  private static final WriteOptions DEFAULTS = new WriteOptions(1, ImmutableSet.of(), null);

  private final int replicas;
  private final ImmutableSet<String> storageClasses;
  private final @Nullable BlockHash hash;

  private WriteOptions(
      int replicas, ImmutableSet<String> storageClasses, @Nullable BlockHash hash) {
    this.replicas = replicas;
    this.storageClasses = storageClasses;
    this.hash = hash;
  }

  /**
   * Returns the defaults.
   *
   * @return options for one replica in any storage class
   */
  public static WriteOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with another number of replicas.
   *
   * @param replicas how many replicas, on distinct devices, must hold the block, 1 or more; in each
   *     of the storage classes, if such are named
   * @return the changed options
   * @throws IllegalArgumentException if it is less than 1
   */
  public WriteOptions withReplicas(int replicas) {
    checkArgument(replicas >= 1, "replicas must be at least 1, got %s", replicas);
    return new WriteOptions(replicas, storageClasses, hash);
  }

  /**
   * Returns these options with storage classes.
   *
   * @param storageClasses the classes in each of which the block must be; none: in any
   * @return the changed options
   * @throws IllegalArgumentException if one is no name that a mount can have
   */
  public WriteOptions withStorageClasses(Collection<String> storageClasses) {
    storageClasses.forEach(name -> MountOptions.checkName("storage class", name));
    return new WriteOptions(replicas, ImmutableSet.copyOf(storageClasses), hash);
  }

  /**
   * Returns these options with the name that the block must have, for a sender who has said it
   * before the bytes came. Bytes of another hash are refused by a {@link
   * org.keepvolume.BlockCorruptException} that names no volume; nothing is asked or stored.
   *
   * @param hash what the sender calls the block
   * @return the changed options
   */
  public WriteOptions withHash(BlockHash hash) {
    return new WriteOptions(replicas, storageClasses, requireNonNull(hash, "hash"));
  }

  /**
   * Returns how many replicas are wanted.
   *
   * @return 1 or more
   */
  public int replicas() {
    return replicas;
  }

  /**
   * Returns the storage classes wanted.
   *
   * @return the classes, in the order given; empty for any; not to be changed
   */
  public Set<String> storageClasses() {
    return storageClasses;
  }

  /**
   * Returns the name that the block must have.
   *
   * @return the hash; empty: whatever the bytes have
   */
  public Optional<BlockHash> hash() {
    return Optional.ofNullable(hash);
  }
}
