// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.keepvolume.Access;
import org.keepvolume.BackgroundCall;
import org.keepvolume.BlockHash;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.store.MountOptions;

/** What is opened by its spec is in the layers that the spec asks for. */
class OpenedLayersTest {
  private final CountDownLatch touchMayEnd = new CountDownLatch(1);
  private final AtomicInteger touches = new AtomicInteger();
  private final AtomicInteger closes = new AtomicInteger();
  private final List<VolumeContext> contexts = new ArrayList<>();

  private final Volume backend =
      (Volume)
          Proxy.newProxyInstance(
              Volume.class.getClassLoader(),
              new Class<?>[] {Volume.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "capabilities" -> EnumSet.allOf(Capability.class);
                    case "deviceId", "toString" -> "device";
                    case "touch" -> {
                      touches.incrementAndGet();
                      touchMayEnd.await();
                      yield null;
                    }
                    case "close" -> {
                      closes.incrementAndGet();
                      yield null;
                    }
                    default -> throw new AssertionError(method);
                  });

  private final FakeProvider provider =
      new FakeProvider(
          "fake",
          (config, context) -> {
            contexts.add(context);
            return backend;
          });
  private final VolumeProviders providers = VolumeProviders.of(provider);

  private Volume open(MountOptions options) throws Exception {
    return providers.open(new VolumeSpec(provider.at("here"), options), VolumeContext.defaults());
  }

  @Test
  void volumeIsCheckedAndClosesItsBackend() throws Exception {
    Volume volume = open(MountOptions.defaults());
    assertNotSame(backend, volume);
    assertEquals(EnumSet.allOf(Capability.class), volume.capabilities());
    volume.close();
    assertEquals(1, closes.get());
    assertThrows(IllegalStateException.class, () -> volume.touch(BlockHash.EMPTY));
  }

  @Test
  void backendThatNoLayersTakeIsClosed() throws Exception {
    IllegalStateException failure = new IllegalStateException("no capabilities");
    Volume odd =
        (Volume)
            Proxy.newProxyInstance(
                Volume.class.getClassLoader(),
                new Class<?>[] {Volume.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("close")) {
                    closes.incrementAndGet();
                    throw new VolumeFailureException(Operation.CLOSE, null, "device", "", null);
                  }
                  throw failure;
                });
    FakeProvider failing = new FakeProvider("fake", (config, context) -> odd);
    VolumeSpec spec =
        new VolumeSpec(failing.at("here"), MountOptions.defaults().withAccess(Access.READ_ONLY));
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () -> VolumeProviders.of(failing).open(spec, VolumeContext.defaults())));
    assertEquals(1, closes.get());
    assertEquals(1, failure.getSuppressed().length);
  }

  @Test
  void contextReachesTheProvider() throws Exception {
    VolumeContext context = VolumeContext.defaults();
    providers.open(new VolumeSpec(provider.at("here"), MountOptions.defaults()), context).close();
    assertSame(context, contexts.get(0));
  }

  @Test
  void accessOfTheSpecRestrictsTheVolume() throws Exception {
    touchMayEnd.countDown();
    try (Volume volume = open(MountOptions.defaults().withAccess(Access.READ_ONLY))) {
      assertThrows(VolumeReadOnlyException.class, () -> volume.touch(BlockHash.EMPTY));
      assertEquals(Set.of(Capability.SHARED, Capability.DURABLE), volume.capabilities());
    }
    try (Volume volume = open(MountOptions.defaults().withAccess(Access.READ_TRASH))) {
      assertEquals(
          Set.of(Capability.TRASH, Capability.SHARED, Capability.DURABLE), volume.capabilities());
    }
    assertEquals(0, touches.get());
  }

  @Test
  void serializedVolumeTakesOneCallAtATime() throws Exception {
    assertEquals(1, touchesAtOnce(MountOptions.defaults().withSerialized(true)));
  }

  @Test
  void otherVolumeTakesManyCallsAtATime() throws Exception {
    assertEquals(2, touchesAtOnce(MountOptions.defaults()));
  }

  private int touchesAtOnce(MountOptions options) throws Exception {
    try (Volume volume = open(options)) {
      BackgroundCall<Boolean> first = touch(volume);
      first.awaitWaiting();
      BackgroundCall<Boolean> second = touch(volume);
      second.awaitWaiting();
      int begun = touches.get();
      touchMayEnd.countDown();
      first.result();
      second.result();
      return begun;
    }
  }

  private static BackgroundCall<Boolean> touch(Volume volume) {
    return BackgroundCall.start(
        () -> {
          volume.touch(BlockHash.EMPTY);
          return true;
        });
  }

  @Test
  void typeWithoutAProviderIsAnErrorThatSaysWhichThereAre() throws Exception {
    VolumeSpec spec = new VolumeSpec(new FakeProvider("azure").at("here"), MountOptions.defaults());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> providers.open(spec, VolumeContext.defaults()));
    assertEquals("there is no provider of type azure; known types are fake", e.getMessage());
  }

  @Test
  void failureToOpenReachesTheCallerAsItIs() throws Exception {
    VolumeException failure =
        new VolumeFailureException(Operation.OPEN, null, "device", "not there", null);
    FakeProvider failing =
        new FakeProvider(
            "failing",
            (config, context) -> {
              throw failure;
            });
    VolumeSpec spec = new VolumeSpec(failing.at("here"), MountOptions.defaults());
    assertSame(
        failure,
        assertThrows(
            VolumeFailureException.class,
            () -> VolumeProviders.of(failing).open(spec, VolumeContext.defaults())));
  }
}
