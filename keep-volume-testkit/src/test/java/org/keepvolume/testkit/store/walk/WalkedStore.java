// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.keepvolume.Access;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockPrefix;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.MountOptions;
import org.keepvolume.store.MountResult;
import org.keepvolume.store.WriteOptions;
import org.keepvolume.testkit.AdjustableClock;
import org.keepvolume.testkit.CollectingSink;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;
import org.keepvolume.testkit.store.walk.Held.Content;
import org.keepvolume.testkit.store.walk.StoreStep.Call;

/** A real store over three reference volumes, which takes the steps of a walk. */
class WalkedStore implements AutoCloseable {
  private static final Duration MINIMUM_AGE = Duration.ofHours(1);
  private static final Duration LIFETIME = Duration.ofHours(10);

  /** More calls of one kind than a store makes on one mount in one step. */
  private static final int CALLS = 4;

  private final AdjustableClock clock = new AdjustableClock(Instant.EPOCH);
  private final List<Volume> devices = new ArrayList<>();
  private final List<FaultScript> faults = new ArrayList<>();
  private final BlockStore store;

  WalkedStore(BufferPool pool) throws VolumeException {
    VolumeContext context =
        VolumeContext.defaults()
            .withClock(this::tick)
            .withTrashPolicy(new TrashPolicy(MINIMUM_AGE, LIFETIME));
    BlockStoreBuilder builder = BlockStore.builder().buffers(pool);
    for (int mount = 0; mount < StoreStep.MOUNTS.size(); mount++) {
      String name = StoreStep.MOUNTS.get(mount);
      devices.add(InMemoryVolume.open(new MemoryDevice(name), context));
      faults.add(new FaultScript());
      boolean last = mount == StoreStep.MOUNTS.size() - 1;
      builder.mount(
          new FaultyVolume(devices.get(mount), faults.get(mount)),
          MountOptions.defaults()
              .withId(name)
              .withAccess(last ? Access.READ_ONLY : Access.READ_WRITE));
    }
    store = builder.build();
  }

  private Instant tick() {
    clock.advance(Duration.ofSeconds(1));
    return clock.instant();
  }

  /** Returns a block, or what is left of it: damaged copies are shorter, so that sizes tell. */
  static byte[] bytes(int block, Content content) {
    byte[] good = ("block " + block).getBytes(US_ASCII);
    return content == Content.GOOD ? good : Arrays.copyOf(good, good.length - 1);
  }

  private static Content content(int block, long size) {
    return size == bytes(block, Content.GOOD).length ? Content.GOOD : Content.DAMAGED;
  }

  static BlockHash hash(int block) {
    return BlockHash.of(bytes(block, Content.GOOD));
  }

  void put(int mount, int block, Content content) throws VolumeException {
    devices.get(mount).write(hash(block), ByteBuffer.wrap(bytes(block, content)));
  }

  void advance() {
    clock.advance(MINIMUM_AGE.multipliedBy(2));
  }

  /** Makes a call; returns its answer for each block that it is about, in the model's words. */
  Map<Integer, String> take(Call call) throws IOException {
    script(call);
    try {
      return call.kind() == StoreStep.Kind.INDEX ? listed() : answers(call, answer(call));
    } catch (VolumeException e) {
      return answers(call, words(e));
    } finally {
      endScript();
    }
  }

  private static Map<Integer, String> answers(Call call, String answer) {
    boolean all = call.kind() == StoreStep.Kind.INDEX || call.kind() == StoreStep.Kind.EMPTY_TRASH;
    Map<Integer, String> answers = new TreeMap<>();
    for (int block = 0; block < StoreStep.BLOCKS; block++) {
      if (all || block == call.block()) {
        answers.put(block, answer);
      }
    }
    return answers;
  }

  private void script(Call call) {
    for (int mount = 0; mount < faults.size(); mount++) {
      FaultScript script = faults.get(mount);
      for (int number = 1; number <= CALLS; number++) {
        switch (call.fault(mount)) {
          case UNAVAILABLE -> {
            for (Operation operation : Operation.values()) {
              if (operation != Operation.OPEN && operation != Operation.CLOSE) {
                script.on(operation, number).unavailable();
              }
            }
          }
          case ANSWER_LOST -> {
            script.on(Operation.WRITE, number).loseAnswer();
            script.on(Operation.TOUCH, number).loseAnswer();
            script.on(Operation.TRASH, number).loseAnswer();
            script.on(Operation.UNTRASH, number).loseAnswer();
            script.on(Operation.EMPTY_TRASH, number).loseAnswer();
          }
          case DAMAGED_READ -> script.on(Operation.READ, number).corrupt(0);
          case FULL -> script.on(Operation.WRITE, number).full();
          case NONE -> {}
        }
      }
    }
  }

  private void endScript() {
    for (FaultScript script : faults) {
      try {
        script.close();
      } catch (AssertionError unused) {
        // A walk does not say which mounts a call comes to.
      }
    }
  }

  private String answer(Call call) throws IOException {
    BlockHash hash = hash(call.block());
    ByteBuffer good = ByteBuffer.wrap(bytes(call.block(), Content.GOOD));
    return switch (call.kind()) {
      case WRITE -> store.write(good).replicas() + " of 1";
      case WRITE_TWO_REPLICAS ->
          store.write(good, WriteOptions.defaults().withReplicas(2)).replicas() + " of 2";
      case READ -> content(call.block(), store.read(hash));
      case READ_INTO_SINK -> {
        CollectingSink sink = new CollectingSink();
        int unused = store.read(hash, sink);
        yield content(call.block(), sink.content());
      }
      case STAT -> "size of " + content(call.block(), store.stat(hash).size());
      case TOUCH -> words(store.touch(hash));
      case TRASH -> words(store.trash(hash, null));
      case UNTRASH -> words(store.untrash(hash));
      case EMPTY_TRASH -> {
        clock.advance(LIFETIME.plus(MINIMUM_AGE));
        yield swept(store.emptyTrash());
      }
      case INDEX -> throw new AssertionError("answered for each block");
    };
  }

  private static String content(int block, byte[] read) {
    return Arrays.equals(read, bytes(block, Content.GOOD)) ? "block" : "other bytes";
  }

  private Map<Integer, String> listed() throws IOException {
    List<BlockHash> listed = new ArrayList<>();
    store.index(BlockPrefix.ALL, block -> listed.add(block.hash()));
    Map<Integer, String> answers = new TreeMap<>();
    for (int block = 0; block < StoreStep.BLOCKS; block++) {
      BlockHash hash = hash(block);
      answers.put(block, "listed " + listed.stream().filter(hash::equals).count());
    }
    return answers;
  }

  private static <T> String words(List<MountResult<T>> results) {
    SortedMap<String, String> sorted = new TreeMap<>();
    for (MountResult<T> result : results) {
      sorted.put(
          result.mount().id(),
          result.value().isPresent()
              ? result.value().get().toString().toLowerCase(Locale.ROOT)
              : words(result.failure().orElseThrow()));
    }
    return join(sorted);
  }

  private static String swept(List<MountResult<TrashSweep>> results) {
    SortedMap<String, String> sorted = new TreeMap<>();
    for (MountResult<TrashSweep> result : results) {
      sorted.put(result.mount().id(), result.failure().map(WalkedStore::words).orElse("swept"));
    }
    return join(sorted);
  }

  private static String join(SortedMap<String, String> sorted) {
    List<String> parts = new ArrayList<>();
    sorted.forEach((mount, answer) -> parts.add(mount + " " + answer));
    return String.join(", ", parts);
  }

  private static String words(VolumeException e) {
    if (e instanceof InsufficientReplicasException some) {
      return some.result().orElseThrow().replicas() + " of 2";
    } else if (e instanceof VolumeUnavailableException) {
      return Held.UNAVAILABLE;
    } else if (e instanceof BlockNotFoundException) {
      return Held.NOT_FOUND;
    } else if (e instanceof BlockCorruptException) {
      return "corrupt";
    } else if (e instanceof VolumeFullException) {
      return "full";
    } else {
      return e instanceof VolumeReadOnlyException ? "read-only" : e.toString();
    }
  }

  /** Returns what the devices hold of a block in truth. */
  World look(int block) throws IOException {
    World world = World.EMPTY;
    for (int mount = 0; mount < devices.size(); mount++) {
      world = world.with(mount, held(devices.get(mount), block));
    }
    return world;
  }

  private Held held(Volume device, int block) throws IOException {
    SortedMap<Instant, Content> trash = new TreeMap<>();
    device.indexTrash(
        BlockPrefix.ALL,
        (hash, size, deadline) -> {
          if (hash.equals(hash(block))) {
            trash.put(deadline, content(block, size));
          }
          return true;
        });
    List<Content> trashed = List.copyOf(trash.values());
    try {
      BlockInfo info = device.stat(hash(block));
      Duration age = Duration.between(info.mtime(), clock.instant());
      return new Held(content(block, info.size()), age.compareTo(MINIMUM_AGE) < 0, trashed);
    } catch (BlockNotFoundException e) {
      return new Held(null, false, trashed);
    }
  }

  @Override
  public void close() throws VolumeException {
    store.close();
  }
}
