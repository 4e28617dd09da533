// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;
import org.keepvolume.DeviceIdentity;
import org.keepvolume.Volume;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.layer.Layers;
import org.keepvolume.observe.StoreObserver;

/** Collects what a block store is made of. Not thread-safe. */
public final class BlockStoreBuilder {
  /** Two of the largest blocks, and an eighth for small ones. */
  private static final long DEFAULT_BUFFER_BYTES = 3L * Volume.MAX_BLOCK_SIZE;

  private record Mounted(Volume volume, MountOptions options) {}

  private final List<Mounted> mounted = new ArrayList<>();
  private long bufferBytes = DEFAULT_BUFFER_BYTES;
  private @Nullable BufferPool buffers;
  private @Nullable Duration timeLimit;
  private @Nullable Executor executor;
  private @Nullable StoreObserver observer;
  private PresentCheck presentCheck = PresentCheck.COMPARE;

  BlockStoreBuilder() {}

  /**
   * Adds a volume with {@link MountOptions#defaults}.
   *
   * @param volume a backend, or a volume of {@link Layers#standard}
   * @return this builder
   */
  public BlockStoreBuilder mount(Volume volume) {
    return mount(volume, MountOptions.defaults());
  }

  /**
   * Adds a volume. In the store it has the layers of {@link Layers#standard}: refer to it by {@link
   * BlockStore#mounts} from then on.
   *
   * @param volume a backend, or a volume of {@link Layers#standard}
   * @param options its place in the store
   * @return this builder
   */
  public BlockStoreBuilder mount(Volume volume, MountOptions options) {
    mounted.add(new Mounted(requireNonNull(volume, "volume"), requireNonNull(options, "options")));
    return this;
  }

  /**
   * Sets the pool that blocks pass through on their way to sinks and from channels. It stays the
   * caller's, who closes it after the store; other stores may use it, too.
   *
   * @param pool the pool; overrides {@link #bufferBytes}
   * @return this builder
   */
  public BlockStoreBuilder buffers(BufferPool pool) {
    buffers = requireNonNull(pool, "pool");
    return this;
  }

  /**
   * Sets the size of the store's own pool of direct buffers, reserved by and by as they are needed.
   *
   * @param bytes at least {@link Volume#MAX_BLOCK_SIZE}; three times that if not set: room for two
   *     of the largest blocks at the same time, and for small ones beside
   * @return this builder
   * @throws IllegalArgumentException if there are fewer bytes
   */
  public BlockStoreBuilder bufferBytes(long bytes) {
    checkArgument(
        bytes >= Volume.MAX_BLOCK_SIZE,
        "buffers have %s bytes; at least one block of %s must fit",
        bytes,
        Volume.MAX_BLOCK_SIZE);
    bufferBytes = bytes;
    return this;
  }

  /**
   * Limits how long one mount is waited for, each time a call of the store turns to it; then it
   * counts as unavailable and the next one is asked, so that a call takes at most the limit for
   * each mount, and for a write twice that. Listings and sweeps have no limit. Volumes are then
   * called on the store's executor.
   *
   * @param limit more than zero; no limit if not set, beside those that volumes have
   * @return this builder
   * @throws IllegalArgumentException if it is not more than zero
   */
  public BlockStoreBuilder timeLimit(Duration limit) {
    checkArgument(
        !limit.isNegative() && !limit.isZero(),
        "the time limit is %s; expected more than 0",
        limit);
    timeLimit = limit;
    return this;
  }

  /**
   * Sets the executor with which a write reaches several mounts at once. It stays the caller's, and
   * must run until the store is closed.
   *
   * @param executor runs tasks that may block, never on the submitting thread, and as many at once
   *     as calls of the store with a time limit or several replicas may: one that queues tasks
   *     makes calls wait for each other. Not set: mounts are written one after the other, unless
   *     there is a time limit, for which the store makes a pool of daemon threads.
   * @return this builder
   */
  public BlockStoreBuilder executor(Executor executor) {
    this.executor = requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Sets how a write finds out whether a mount has the block.
   *
   * @param check {@link PresentCheck#COMPARE} if not set
   * @return this builder
   */
  public BlockStoreBuilder presentCheck(PresentCheck check) {
    presentCheck = requireNonNull(check, "check");
    return this;
  }

  /**
   * Sets who is told of the calls of all mounts, and of what happens between them.
   *
   * @param observer called on the threads that make the calls; what it throws is logged once and
   *     dropped
   * @return this builder
   */
  public BlockStoreBuilder observer(StoreObserver observer) {
    this.observer = requireNonNull(observer, "observer");
    return this;
  }

  /**
   * Makes the store. On success the volumes belong to it, but for those kept open; a build that
   * throws closes nothing, and may be repeated.
   *
   * @return the store
   * @throws IllegalStateException if nothing is mounted, two mounts have one id, or one device is
   *     mounted twice, as far as device ids and the operating system tell (ST-6)
   */
  @CheckReturnValue
  public BlockStore build() {
    checkState(!mounted.isEmpty(), "no volume is mounted: call mount at least once");
    StoreObserver told = observer == null ? StoreObserver.none() : StoreObserver.guarded(observer);
    List<Mount> mounts = new ArrayList<>();
    for (Mounted each : mounted) {
      mounts.add(new Mount(Layers.standard(each.volume, layers(each.options)), each.options));
    }
    refuseDuplicates(mounts);
    return new BlockStore(mounts, resources(), timeLimit, presentCheck, told);
  }

  private LayerOptions layers(MountOptions options) {
    LayerOptions layers =
        LayerOptions.defaults().withAccess(options.access()).withSerialized(options.serialized());
    // Not the guard: a volume that has this observer already is to tell it once.
    return observer == null ? layers : layers.withObserver(observer);
  }

  private StoreResources resources() {
    return new StoreResources(
        buffers != null ? buffers : BufferPool.ofBytes(bufferBytes),
        buffers == null,
        executor,
        timeLimit != null);
  }

  private static void refuseDuplicates(List<Mount> mounts) {
    Map<Object, Integer> positions = new HashMap<>();
    for (int i = 0; i < mounts.size(); i++) {
      Mount mount = mounts.get(i);
      String device = mount.volume().deviceId();
      refuse(positions.putIfAbsent("device " + device, i), i, mounts, "one device, " + device);
      Object identity = identity(mount.volume());
      refuse(positions.putIfAbsent(identity, i), i, mounts, "one directory or device");
      refuse(positions.putIfAbsent("id " + mount.id(), i), i, mounts, "of one id");
    }
  }

  private static Object identity(Volume volume) {
    return volume instanceof ForwardingVolume layer
        ? layer.unwrap(DeviceIdentity.class).map(DeviceIdentity::deviceIdentity).orElse(layer)
        : volume;
  }

  private static void refuse(
      @Nullable Integer earlier, int later, List<Mount> mounts, String what) {
    checkState(
        earlier == null,
        "mounts %s and %s are %s: %s and %s",
        earlier == null ? 0 : earlier + 1,
        later + 1,
        what,
        mounts.get(earlier == null ? later : earlier),
        mounts.get(later));
  }
}
