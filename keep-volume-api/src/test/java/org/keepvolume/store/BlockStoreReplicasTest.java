// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;

/** Writes to several mounts: one after the other or at once, by number and by class (ST-5). */
@Timeout(60)
class BlockStoreReplicasTest {
  private static final byte[] FOO = "foo".getBytes(US_ASCII);
  private static final BlockHash HASH = BlockHash.of(FOO);

  @RegisterExtension final TestStores stores = new TestStores();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final FakeVolume first = new FakeVolume("fake:1");
  private final FakeVolume second = new FakeVolume("fake:2");
  private final FakeVolume third = new FakeVolume("fake:3");

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void writesAsManyReplicasAsAreWanted(boolean parallel) throws VolumeException {
    BlockStore store = stores.of(builder(parallel), first, second, third);
    WriteResult result = write(store, replicas(2));
    assertEquals(2, result.replicas());
    assertEquals(Map.of("default", 2), result.storageClasses());
    assertArrayEquals(FOO, first.stored(HASH));
    assertArrayEquals(FOO, second.stored(HASH));
    assertNull(third.stored(HASH));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void countsThosePresentAndWritesTheRest(boolean parallel) throws VolumeException {
    third.with(FOO);
    assertEquals(
        2, write(stores.of(builder(parallel), first, second, third), replicas(2)).replicas());
    assertArrayEquals(FOO, first.stored(HASH));
    assertNull(second.stored(HASH));
    assertEquals(List.of(Operation.READ, Operation.TOUCH), third.calls());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anotherMountTakesThePlaceOfOneThatFails(boolean parallel) throws VolumeException {
    first.unavailable(Operation.WRITE);
    assertEquals(
        2, write(stores.of(builder(parallel), first, second, third), replicas(2)).replicas());
    assertArrayEquals(FOO, third.stored(HASH));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tooFewReplicasAreAnErrorWithWhatWasReached(boolean parallel) {
    first.unavailable(Operation.WRITE);
    BlockStore store = stores.of(builder(parallel), first, second);
    InsufficientReplicasException e =
        assertThrows(InsufficientReplicasException.class, () -> write(store, replicas(2)));
    assertEquals("write " + HASH + ": 1 of 2 replicas written", e.getMessage());
    assertEquals(1, e.result().orElseThrow().replicas());
    assertEquals(HASH, e.result().orElseThrow().hash());
    assertInstanceOf(VolumeUnavailableException.class, e.getCause());
    assertArrayEquals(FOO, second.stored(HASH));
  }

  @Test
  void tooFewMountsAreAnErrorWithoutACause() {
    InsufficientReplicasException e =
        assertThrows(
            InsufficientReplicasException.class, () -> write(stores.of(first), replicas(2)));
    assertEquals("write " + HASH + ": 1 of 2 replicas written", e.getMessage());
    assertNull(e.getCause());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ifNoneIsWrittenThatMountsFailureIsThrown(boolean parallel) {
    first.unavailable(Operation.WRITE);
    second.unavailable(Operation.WRITE);
    BlockStore store = stores.of(builder(parallel), first, second);
    VolumeException e =
        assertThrows(VolumeUnavailableException.class, () -> write(store, replicas(2)));
    assertEquals("write on fake:1: busy", e.getMessage());
  }

  @Test
  void aMountCountsAsManyReplicasAsItKeeps() throws VolumeException {
    BlockStore store =
        builder(false)
            .mount(first, TestStores.inPlace(0).withReplication(2))
            .mount(second, TestStores.inPlace(1))
            .build();
    WriteResult result = write(store, replicas(2));
    assertEquals(2, result.replicas());
    assertNull(second.stored(HASH));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reachesEachClassWantedAndPassesByOthers(boolean parallel) throws VolumeException {
    BlockStore store =
        builder(parallel)
            .mount(first, TestStores.inPlace(0))
            .mount(second, TestStores.inPlace(1).withStorageClasses(List.of("hot")))
            .mount(third, TestStores.inPlace(2).withStorageClasses(List.of("cold", "default")))
            .build();
    WriteResult result = write(store, classes("hot", "cold"));
    assertEquals(Map.of("hot", 1, "cold", 1, "default", 1), result.storageClasses());
    assertEquals(2, result.replicas());
    assertEquals(List.of(), first.calls());
    assertArrayEquals(FOO, second.stored(HASH));
    assertArrayEquals(FOO, third.stored(HASH));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneMountOfBothClassesIsEnough(boolean parallel) throws VolumeException {
    BlockStore store =
        builder(parallel)
            .mount(first, TestStores.inPlace(0).withStorageClasses(List.of("hot", "cold")))
            .mount(second, TestStores.inPlace(1).withStorageClasses(List.of("hot")))
            .build();
    assertEquals(1, write(store, classes("hot", "cold")).replicas());
    assertNull(second.stored(HASH));
  }

  @Test
  void aMountPassedByTakesThePlaceOfOneThatFails() throws VolumeException {
    BlockStore store =
        builder(true)
            .mount(first, TestStores.inPlace(0).withStorageClasses(List.of("hot", "cold")))
            .mount(second, TestStores.inPlace(1).withStorageClasses(List.of("hot")))
            .mount(third, TestStores.inPlace(2).withStorageClasses(List.of("cold")))
            .build();
    first.unavailable(Operation.WRITE);
    assertEquals(
        Map.of("hot", 1, "cold", 1), write(store, classes("hot", "cold")).storageClasses());
  }

  @Test
  void aClassThatNoMountHasIsAnErrorWithWhatWasReached() {
    BlockStore store = stores.of(first);
    InsufficientReplicasException none =
        assertThrows(InsufficientReplicasException.class, () -> write(store, classes("hot")));
    assertEquals(0, none.result().orElseThrow().replicas());
    assertEquals(List.of(), first.calls());
    InsufficientReplicasException some =
        assertThrows(
            InsufficientReplicasException.class, () -> write(store, classes("hot", "default")));
    assertEquals(
        "write "
            + HASH
            + ": 1 of 1 replicas written, wanted in each of [hot, default], by class {default=1}",
        some.getMessage());
    assertEquals(Map.of("default", 1), some.result().orElseThrow().storageClasses());
    assertArrayEquals(FOO, first.stored(HASH));
  }

  @Test
  void withAnExecutorSeveralMountsAreWrittenAtOnce() throws Exception {
    for (Operation operation : List.of(Operation.READ, Operation.WRITE)) {
      CountDownLatch bothInside = new CountDownLatch(2);
      first.waiting(operation, bothInside, bothInside);
      second.waiting(operation, bothInside, bothInside);
    }
    BlockStore store = stores.of(builder(true), first, second);
    assertEquals(2, write(store, replicas(2)).replicas());
  }

  @Test
  void withoutAnExecutorOneMountIsWrittenAfterTheOther() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    first.waiting(Operation.WRITE, entered, release);
    BlockStore store = stores.of(builder(false), first, second);
    BackgroundCall<WriteResult> call = BackgroundCall.start(() -> write(store, replicas(2)));
    entered.await();
    assertEquals(List.of(Operation.READ), second.calls());
    release.countDown();
    assertEquals(2, call.result().replicas());
  }

  @Test
  void eachMountGetsABufferOfItsOwn() throws Exception {
    CountDownLatch bothInside = new CountDownLatch(2);
    ConsumingVolume one = new ConsumingVolume("fake:1", bothInside);
    ConsumingVolume two = new ConsumingVolume("fake:2", bothInside);
    ByteBuffer data = ByteBuffer.allocate(9).put(2, FOO).position(2).limit(5);
    BlockStore store = stores.of(builder(true), one, two);
    assertEquals(2, store.write(data, replicas(2)).replicas());
    assertArrayEquals(FOO, one.taken());
    assertArrayEquals(FOO, two.taken());
    assertEquals(2, data.position());
    assertEquals(5, data.limit());
  }

  private BlockStoreBuilder builder(boolean parallel) {
    BlockStoreBuilder builder = BlockStore.builder().buffers(stores.pool());
    return parallel ? builder.executor(threads) : builder;
  }

  private static WriteResult write(BlockStore store, WriteOptions options) throws VolumeException {
    return store.write(ByteBuffer.wrap(FOO), options);
  }

  private static WriteOptions replicas(int number) {
    return WriteOptions.defaults().withReplicas(number);
  }

  private static WriteOptions classes(String... names) {
    return WriteOptions.defaults().withStorageClasses(List.of(names));
  }
}
