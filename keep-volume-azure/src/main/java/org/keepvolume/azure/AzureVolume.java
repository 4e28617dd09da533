// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;
import org.keepvolume.BlockSink;
import org.keepvolume.Capability;
import org.keepvolume.IndexVisitor;
import org.keepvolume.Operation;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashSweep;
import org.keepvolume.TrashVisitor;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeStatus;

/**
 * A volume in a container of Azure Blob Storage, in Arvados Keep's format: one block blob for each
 * block, named by its hash.
 *
 * <p>Capabilities: {@link Capability#WRITE}, {@link Capability#TRASH}, {@link Capability#SHARED},
 * {@link Capability#DURABLE}: the service acknowledges what it has stored in all its replicas.
 *
 * <p>Requests: read one for each range; write one; stat one; touch, trash and untrash two; index
 * one for each 5000 blobs, and at most 16 more where it is fanned out; sweep those and one for each
 * block removed. docs/azure.md has the table.
 *
 * <p>The observer of the {@link VolumeContext} is told of each request, by the name that the
 * service's documentation gives it: {@code Create Container}, {@code Delete Blob}, {@code Get
 * Blob}, {@code Get Blob Properties}, {@code List Blobs}, {@code Put Blob}, {@code Set Blob
 * Metadata}. Each attempt is one request, without the wait for a permit; a {@code Get Blob} ends
 * with its body, the time in the sink within. It succeeded if the service did what was asked, be it
 * of a trashed block; that there is no such blob is none.
 *
 * <p>A block is trashed once it is older than the minimum age by a second and a hundredth of the
 * minimum age, at most the data limit (TR-7). mtime has whole seconds of the service's clock, by
 * which age is told, too, if the context's clock is the system's.
 *
 * <p>An interrupt ends a call at once, wherever it waits (CX-1), and the {@link AzureLimits} do so
 * in time (CX-2); nothing runs behind a call that has ended, but what was sent may still be carried
 * out by the service, which is harmless. Bytes of a write that the HTTP client had taken by then,
 * at most some hundred KiB, may still be read from the buffer, but not stored: the service compares
 * the MD5.
 */
@ThreadSafe
public final class AzureVolume implements Volume {
  private static final Set<Capability> ALL = Sets.immutableEnumSet(EnumSet.allOf(Capability.class));

  private final String name;
  private final String deviceId;
  private final AzureOptions options;
  private final AzureLimits limits;
  private final Timing timing;
  private final BlobRequests requests;
  private final DeviceClock clock;
  private final Workers workers;
  private final BlockReader reader;
  private final BlockWriter writer;
  private final Marks marks;
  private final ContainerListing listing;
  private final TrashSweeper sweeper;

  private AzureVolume(
      AzureAccount account,
      String container,
      AzureOptions options,
      VolumeContext context,
      Timing timing) {
    this.options = options;
    this.timing = timing;
    name = "azure:" + account.name() + "/" + container;
    deviceId = account.deviceId(container, options.naming());
    limits = options.limits();
    BlobNames names = new BlobNames(options.naming());
    requests =
        new BlobRequests(
            AzureClients.of(account, container, options),
            names,
            new RequestLimit(options.maxRequests()),
            context.observer(),
            deviceId);
    clock = new DeviceClock(context.clock(), deviceId);
    workers = new Workers(context.executor().orElse(null));
    reader = new BlockReader(requests, clock, options, workers);
    writer = new BlockWriter(requests, limits.attempts());
    marks = new Marks(requests, clock, context.trashPolicy(), limits);
    listing = new ContainerListing(requests, names, options, workers);
    sweeper = new TrashSweeper(requests, listing, clock, options, workers);
  }

  /**
   * Opens the volume in a container with default options and context.
   *
   * @param account the account and its credential
   * @param container the container's name; it must exist
   * @return the volume, to be mounted in a store or wrapped by {@link
   *     org.keepvolume.layer.Layers#standard}
   * @throws IllegalArgumentException if the name can be none
   * @throws VolumeException if the container does not exist, the credential is not accepted, or the
   *     service cannot be asked; nothing was created (LC-1)
   */
  public static AzureVolume open(AzureAccount account, String container) throws VolumeException {
    return open(account, container, AzureOptions.defaults(), VolumeContext.defaults());
  }

  /**
   * Opens the volume in a container. One request, for a listing of one blob, asks whether the
   * container exists and the credential is accepted.
   *
   * @param account the account and its credential
   * @param container the container's name; it must exist, unless the options say to create it
   * @param options how the container is treated
   * @param context clock, trash policy, threads, and the observer that is told of each request, by
   *     the names that the class comment lists
   * @return the volume, to be mounted in a store or wrapped by {@link
   *     org.keepvolume.layer.Layers#standard}
   * @throws IllegalArgumentException if the name can be none
   * @throws VolumeException if the container does not exist, the credential is not accepted, or the
   *     service cannot be asked; nothing was created (LC-1)
   */
  public static AzureVolume open(
      AzureAccount account, String container, AzureOptions options, VolumeContext context)
      throws VolumeException {
    return open(account, container, options, context, new Timing());
  }

  /** Opens a volume whose pauses a test has in its hands. */
  static AzureVolume open(
      AzureAccount account,
      String container,
      AzureOptions options,
      VolumeContext context,
      Timing timing)
      throws VolumeException {
    ContainerNames.wrong(container)
        .ifPresent(
            wrong -> {
              throw new IllegalArgumentException(
                  "container name " + ContainerNames.shown(container) + "; " + wrong);
            });
    AzureVolume volume = new AzureVolume(account, container, options, context, timing);
    volume.requireContainer();
    return volume;
  }

  private void requireContainer() throws VolumeException {
    Call call = control(Operation.OPEN, null);
    Retries retries = Retries.of(call, limits.attempts());
    while (true) {
      try {
        if (options.createContainer()) {
          requests.createContainer(call);
        }
        var unused = clock.now(listing.first(call));
        return;
      } catch (IOException e) {
        retries.after(e);
      }
    }
  }

  /**
   * Returns the container's address without scheme, as the original has it: {@code
   * azure://core.windows.net/account/container}, with a prefix of names and the sharding behind it.
   */
  @Override
  public String deviceId() {
    return deviceId;
  }

  @Override
  public Set<Capability> capabilities() {
    return ALL;
  }

  @Override
  public int read(BlockHash hash, BlockSink sink) throws IOException {
    return reader.read(data(Operation.READ, hash), hash, sink);
  }

  @Override
  public void write(BlockHash hash, ByteBuffer data) throws VolumeException {
    writer.write(data(Operation.WRITE, hash), hash, data);
  }

  @Override
  public void touch(BlockHash hash) throws VolumeException {
    marks.touch(control(Operation.TOUCH, hash), hash);
  }

  @Override
  public BlockInfo stat(BlockHash hash) throws VolumeException {
    Call call = control(Operation.STAT, hash);
    Retries retries = Retries.of(call, limits.attempts());
    while (true) {
      try {
        BlobState found = requests.properties(call, hash);
        Blocks.requireLive(call, found);
        return Blocks.info(hash, found);
      } catch (IOException e) {
        retries.after(e);
      }
    }
  }

  @Override
  public TrashOutcome trash(BlockHash hash, @Nullable Instant onlyIfMtime) throws VolumeException {
    return marks.trash(control(Operation.TRASH, hash), hash, onlyIfMtime);
  }

  @Override
  public UntrashOutcome untrash(BlockHash hash) throws VolumeException {
    return marks.untrash(control(Operation.UNTRASH, hash), hash);
  }

  @Override
  public void index(BlockPrefix prefix, IndexVisitor visitor) throws IOException {
    Call call = page(Operation.INDEX);
    listing.list(
        call,
        prefix,
        page -> {
          Instant now = clock.now(page.date());
          for (Listed block : page.blocks()) {
            if (block.isLive() && !isBeingWritten(block, now)) {
              call.checkInterrupted();
              if (!visitor.visit(new BlockInfo(block.hash(), block.size(), block.mtime()))) {
                return false;
              }
            }
          }
          return true;
        });
  }

  private boolean isBeingWritten(Listed block, Instant now) {
    return Blocks.isBeingWritten(
        block.hash(), block.size(), block.mtime(), now, options.writeRaceInterval());
  }

  /** Passes by what is marked as trash by something that is no time: nothing ever removes it. */
  @Override
  public void indexTrash(BlockPrefix prefix, TrashVisitor visitor) throws IOException {
    Call call = page(Operation.INDEX_TRASH);
    listing.list(
        call,
        prefix,
        page -> {
          for (Listed block : page.blocks()) {
            if (block.deadline().isPresent()) {
              call.checkInterrupted();
              if (!visitor.visit(block.hash(), block.size(), block.deadline().get())) {
                return false;
              }
            }
          }
          return true;
        });
  }

  @Override
  public TrashSweep emptyTrash() throws VolumeException {
    return sweeper.sweep(page(Operation.EMPTY_TRASH));
  }

  /** Returns nothing: the service knows neither a container's limit nor, cheaply, its size. */
  @Override
  public VolumeStatus status() throws VolumeException {
    control(Operation.STATUS, null).checkInterrupted();
    return new VolumeStatus(OptionalLong.empty(), OptionalLong.empty());
  }

  /**
   * Ends the use of the volume. The two HTTP clients of its own end their threads and connections
   * within seconds of the garbage collection that follows; those that were given stay as they are.
   */
  @Override
  public void close() {
    workers.close();
    requests.close();
  }

  /** Returns the kind of volume, account and container, such as {@code azure:account/keep}. */
  @Override
  public String toString() {
    return name;
  }

  private Call control(Operation operation, @Nullable BlockHash hash) {
    return call(operation, hash, limits.control());
  }

  private Call data(Operation operation, BlockHash hash) {
    return call(operation, hash, limits.data());
  }

  /** A page has the pauses of its attempts beside its limit. */
  private Call page(Operation operation) {
    Duration pauses = limits.listDelay().multipliedBy(limits.listAttempts());
    return call(operation, null, limits.control().plus(pauses));
  }

  private Call call(Operation operation, @Nullable BlockHash hash, Duration total) {
    return new Call(deviceId, operation, hash, limits.progress(), total, timing);
  }
}
