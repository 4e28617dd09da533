// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.keepvolume.testkit.store.CopyOnDevice.HASH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.TestVolumes;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;

/**
 * Some reference volumes under scripts of faults, and a store over them that asks them in order.
 *
 * <p>Devices have the ids {@code fake:1}, {@code fake:2} and so on; here they count from 0. After
 * each test a fault that was not used, or a buffer that the store has lost, fails the test.
 */
final class ScriptedMounts implements BeforeEachCallback, AfterEachCallback {
  /** How mounts of these tests are limited: nobody waits for a buffer. */
  private static final Duration NO_WAIT = Duration.ZERO;

  private final int count;
  private final UnaryOperator<BlockStoreBuilder> more;
  private final List<Volume> devices = new ArrayList<>();
  private final List<FaultScript> faults = new ArrayList<>();
  private BlockStore store;
  private BufferPool pool;

  ScriptedMounts(int count) {
    this(count, builder -> builder);
  }

  ScriptedMounts(int count, UnaryOperator<BlockStoreBuilder> more) {
    this.count = count;
    this.more = more;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    pool = BufferPool.detectingLeaks(Volume.MAX_BLOCK_SIZE, NO_WAIT);
    BlockStoreBuilder builder = BlockStore.builder().buffers(pool);
    for (int i = 0; i < count; i++) {
      devices.add(TestVolumes.newVolume("fake:" + (i + 1)));
      faults.add(new FaultScript());
      builder.mount(faulty(i), MountOptions.defaults().withPriority(-i));
    }
    store = more.apply(builder).build();
  }

  /** Returns a mount's volume, as the store has it. */
  Volume faulty(int mount) {
    return new FaultyVolume(devices.get(mount), faults.get(mount));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    store.close();
    pool.close();
    faults.forEach(FaultScript::close);
  }

  BlockStore store() {
    return store;
  }

  FaultScript faults(int mount) {
    return faults.get(mount);
  }

  /** Returns the volume behind the store's back. */
  Volume device(int mount) {
    return devices.get(mount);
  }

  /** Puts bytes under the block's name on devices, behind the store's back. */
  void put(byte[] bytes, int... mounts) throws VolumeException {
    for (int mount : mounts) {
      devices.get(mount).write(HASH, ByteBuffer.wrap(bytes));
    }
  }

  CopyOnDevice copy(int mount) throws IOException {
    return CopyOnDevice.of(devices.get(mount));
  }

  /** Returns how many calls of a kind each mount got. */
  List<Integer> calls(Operation operation) {
    return faults.stream().map(script -> script.calls(operation)).toList();
  }
}
