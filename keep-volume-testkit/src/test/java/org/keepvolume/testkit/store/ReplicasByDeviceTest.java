// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.testkit.store.CopyOnDevice.BLOCK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.MountOptions;
import org.keepvolume.store.WriteOptions;
import org.keepvolume.testkit.TestVolumes;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;

/** Replicas and storage classes are counted by distinct device (ST-5). */
@Timeout(60)
class ReplicasByDeviceTest {
  private final FaultScript faults = new FaultScript();
  private final List<Volume> devices = new ArrayList<>();
  private final BlockStoreBuilder builder = BlockStore.builder();

  private Volume mount(MountOptions options) {
    Volume device = TestVolumes.newVolume("fake:" + (devices.size() + 1));
    devices.add(device);
    builder.mount(
        devices.size() == 1 ? new FaultyVolume(device, faults) : device,
        options.withPriority(-devices.size()));
    return device;
  }

  private WriteResult write(WriteOptions options) throws IOException {
    try (BlockStore store = builder.build()) {
      return store.write(ByteBuffer.wrap(BLOCK), options);
    } finally {
      faults.close();
    }
  }

  private List<Integer> holders() throws IOException {
    List<Integer> holders = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      if (CopyOnDevice.of(devices.get(i)).live() == CopyOnDevice.Content.GOOD) {
        holders.add(i + 1);
      }
    }
    return holders;
  }

  private static MountOptions inClasses(String... names) {
    return MountOptions.defaults().withStorageClasses(Set.of(names));
  }

  @Test
  @DisplayName("ST-5: as many mounts as replicas are written, in order, and no more")
  void oneDeviceForEachReplica() throws IOException {
    for (int i = 0; i < 4; i++) {
      mount(MountOptions.defaults());
    }
    WriteResult result = write(WriteOptions.defaults().withReplicas(3));
    assertEquals(3, result.replicas());
    assertEquals(Map.of("default", 3), result.storageClasses());
    assertEquals(List.of(1, 2, 3), holders());
  }

  @Test
  @DisplayName("ST-5: a device that was written twice counts once")
  void deviceWhoseCopyIsWrittenTwiceCountsOnce() throws IOException {
    mount(MountOptions.defaults());
    mount(MountOptions.defaults());
    faults.on(Operation.READ, 1).unavailable(); // so that it is written last
    WriteResult result = write(WriteOptions.defaults().withReplicas(2));
    assertEquals(2, result.replicas());
    assertEquals(List.of(1, 2), holders());
  }

  @Test
  @DisplayName("ST-5: a write whose answer was lost does not count, wherever it arrived")
  void lostAnswerDoesNotCount() throws IOException {
    mount(MountOptions.defaults());
    mount(MountOptions.defaults());
    faults.on(Operation.WRITE, 1).loseAnswer();
    InsufficientReplicasException e =
        assertThrows(
            InsufficientReplicasException.class,
            () -> write(WriteOptions.defaults().withReplicas(2)));
    assertEquals(1, e.result().orElseThrow().replicas());
    assertInstanceOf(VolumeUnavailableException.class, e.getCause());
    assertTrue(e.retryable());
  }

  @Test
  @DisplayName("ST-5: a device that keeps several replicas counts as these")
  void replicationOfAMountCounts() throws IOException {
    mount(MountOptions.defaults().withReplication(2));
    mount(MountOptions.defaults());
    mount(MountOptions.defaults());
    assertEquals(3, write(WriteOptions.defaults().withReplicas(3)).replicas());
    assertEquals(List.of(1, 2), holders());
  }

  @Test
  @DisplayName("ST-5: each class that is wanted is reached; a mount of two counts in both")
  void eachWantedClassIsReached() throws IOException {
    mount(inClasses("hot"));
    mount(inClasses("cold", "archive"));
    mount(inClasses("archive"));
    WriteOptions wanted = WriteOptions.defaults().withStorageClasses(List.of("archive", "cold"));
    WriteResult result = write(wanted);
    assertEquals(1, result.replicas());
    assertEquals(Map.of("archive", 1, "cold", 1), result.storageClasses());
    assertEquals(List.of(2), holders());
  }

  @Test
  @DisplayName("ST-5: replicas are wanted in each class, and a copy there already counts")
  void replicasInEachClass() throws IOException {
    mount(inClasses("hot"));
    mount(inClasses("hot", "cold"));
    Volume cold = mount(inClasses("cold"));
    cold.write(CopyOnDevice.HASH, ByteBuffer.wrap(BLOCK));
    WriteOptions wanted =
        WriteOptions.defaults().withReplicas(2).withStorageClasses(List.of("hot", "cold"));
    WriteResult result = write(wanted);
    assertEquals(3, result.replicas());
    assertEquals(Map.of("hot", 2, "cold", 2), result.storageClasses());
    assertEquals(List.of(1, 2, 3), holders());
  }

  @Test
  @DisplayName("ST-5: a class of no mount is missing in the error; what was reached stays")
  void classOfNoMount() throws IOException {
    mount(inClasses("hot"));
    InsufficientReplicasException e =
        assertThrows(
            InsufficientReplicasException.class,
            () -> write(WriteOptions.defaults().withStorageClasses(List.of("hot", "cold"))));
    assertEquals(Map.of("hot", 1), e.result().orElseThrow().storageClasses());
    assertEquals(List.of(1), holders());
  }

  @Test
  @DisplayName("ST-5: with an executor the replicas are written at the same time, and counted once")
  void replicasAreWrittenAtTheSameTime() throws Exception {
    Volume first = mount(MountOptions.defaults());
    CyclicBarrier bothWriting = new CyclicBarrier(2);
    faults.on(Operation.WRITE, 1).run(() -> bothWriting.await(30, TimeUnit.SECONDS));
    FaultScript second = new FaultScript();
    second.on(Operation.WRITE, 1).run(() -> bothWriting.await(30, TimeUnit.SECONDS));
    Volume other = TestVolumes.newVolume("fake:other");
    builder.mount(
        new FaultyVolume(other, second), MountOptions.defaults().withPriority(-devices.size() - 1));
    devices.add(other);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      builder.executor(threads);
      assertEquals(2, write(WriteOptions.defaults().withReplicas(2)).replicas());
    } finally {
      threads.shutdown();
    }
    second.close();
    assertEquals(CopyOnDevice.Content.GOOD, CopyOnDevice.of(first).live());
    assertEquals(List.of(1, 2), holders());
  }
}
