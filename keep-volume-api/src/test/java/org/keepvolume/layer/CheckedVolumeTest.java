// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeUnsupportedException;

/** The checked layer: arguments and capabilities, refused before the backend is called. */
class CheckedVolumeTest {
  private static final BlockHash HASH = RecordingBackend.HASH;

  /** The capability that each method needs; those not named need none. */
  private static final Map<String, Capability> NEEDS =
      Map.of(
          "write", Capability.WRITE,
          "touch", Capability.WRITE,
          "trash", Capability.TRASH,
          "untrash", Capability.TRASH,
          "indexTrash", Capability.TRASH,
          "emptyTrash", Capability.TRASH);

  @ParameterizedTest
  @MethodSource("ioMethods")
  void refusesNullWhereItIsNotAllowed(Method method) throws Throwable {
    RecordingBackend backend = RecordingBackend.capable();
    Volume volume = Layers.standard(backend.volume());
    for (int i = 0; i < method.getParameterCount(); i++) {
      Object[] arguments = RecordingBackend.arguments(method);
      arguments[i] = null;
      if (method.getParameters()[i].isAnnotationPresent(Nullable.class)) {
        RecordingBackend.invoke(method, volume, arguments);
        assertEquals(1, backend.ioCalls());
        backend.calls().clear();
      } else {
        assertThrows(
            NullPointerException.class, () -> RecordingBackend.invoke(method, volume, arguments));
        assertEquals(0, backend.ioCalls());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ioMethods")
  void passesACallOnWithTheSameArgumentsAndResult(Method method) throws Throwable {
    RecordingBackend backend = RecordingBackend.capable();
    Volume volume = Layers.standard(backend.volume());
    Object[] arguments = RecordingBackend.arguments(method);
    Object result = RecordingBackend.invoke(method, volume, arguments);
    assertEquals(backend.result(method), result);
    assertEquals(1, backend.ioCalls());
    RecordingBackend.Call call = backend.calls().get(backend.calls().size() - 1);
    assertEquals(method.getName(), call.method());
    for (int i = 0; i < arguments.length; i++) {
      assertSame(arguments[i], call.arguments().get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("ioMethods")
  void refusesTheMethodsOfEveryCapabilityThatIsNotDeclared(Method method) throws Throwable {
    Capability needed = NEEDS.get(method.getName());
    if (needed == null) {
      RecordingBackend none = new RecordingBackend();
      RecordingBackend.invoke(
          method, Layers.standard(none.volume()), RecordingBackend.arguments(method));
      assertEquals(1, none.ioCalls());
      return;
    }
    EnumSet<Capability> others = EnumSet.complementOf(EnumSet.of(needed));
    RecordingBackend backend = new RecordingBackend(others.toArray(Capability[]::new));
    Volume volume = Layers.standard(backend.volume());
    VolumeUnsupportedException e =
        assertThrows(
            VolumeUnsupportedException.class,
            () -> RecordingBackend.invoke(method, volume, RecordingBackend.arguments(method)));
    assertEquals(RecordingBackend.messageStart(method) + needed.refusal(), e.getMessage());
    assertEquals(0, backend.ioCalls());

    RecordingBackend able = new RecordingBackend(needed);
    RecordingBackend.invoke(
        method, Layers.standard(able.volume()), RecordingBackend.arguments(method));
    assertEquals(1, able.ioCalls());
  }

  @Test
  void saysInPlainWordsWhatAVolumeLacks() {
    Volume volume = Layers.standard(new RecordingBackend().volume());
    VolumeUnsupportedException trash =
        assertThrows(VolumeUnsupportedException.class, () -> volume.trash(HASH, null));
    assertEquals(
        "trash acbd18db4cc2f85cedef654fccc4a4d8 on fake:device: this volume has no trash",
        trash.getMessage());
    VolumeUnsupportedException write =
        assertThrows(
            VolumeUnsupportedException.class, () -> volume.write(HASH, ByteBuffer.allocate(3)));
    assertEquals(
        "write acbd18db4cc2f85cedef654fccc4a4d8 on fake:device: this volume takes no writes",
        write.getMessage());
    VolumeUnsupportedException sweep =
        assertThrows(VolumeUnsupportedException.class, volume::emptyTrash);
    assertEquals("empty trash on fake:device: this volume has no trash", sweep.getMessage());
  }

  @Test
  void aRefusalLeavesNothingBehindThatCloseWouldWaitFor() throws Exception {
    RecordingBackend backend = new RecordingBackend();
    Volume volume = Layers.standard(backend.volume());
    assertThrows(VolumeUnsupportedException.class, () -> volume.touch(HASH));
    volume.close();
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void refusesMoreBytesThanABlockHas() {
    RecordingBackend backend = RecordingBackend.capable();
    Volume volume = Layers.standard(backend.volume());
    ByteBuffer data = ByteBuffer.allocate(Volume.MAX_BLOCK_SIZE + 1);
    BlockTooLargeException e =
        assertThrows(BlockTooLargeException.class, () -> volume.write(HASH, data));
    assertEquals(
        "write acbd18db4cc2f85cedef654fccc4a4d8 on fake:device:"
            + " 67108865 bytes; a block has at most 67108864",
        e.getMessage());
    assertEquals(Operation.WRITE, e.operation());
    assertEquals(Optional.of("fake:device"), e.volume());
    assertEquals(0, backend.ioCalls());
  }

  @Test
  void takesABlockOfTheLargestSize() throws Exception {
    RecordingBackend backend = RecordingBackend.capable();
    ByteBuffer data = ByteBuffer.allocate(Volume.MAX_BLOCK_SIZE + 1).position(1);
    Layers.standard(backend.volume()).write(HASH, data);
    assertEquals(1, backend.calls("write"));
  }

  @Test
  void asksForCapabilitiesOnceAndReportsThemImmutably() {
    RecordingBackend backend = new RecordingBackend(Capability.TRASH, Capability.SHARED);
    Volume volume = Layers.standard(backend.volume());
    assertEquals(Set.of(Capability.TRASH, Capability.SHARED), volume.capabilities());
    assertThrows(
        UnsupportedOperationException.class, () -> volume.capabilities().add(Capability.WRITE));
    assertEquals(1, backend.calls("capabilities"));
  }

  @Test
  void standardOfAStandardStackIsTheSameObject() {
    Volume volume = Layers.standard(RecordingBackend.capable().volume());
    assertSame(volume, Layers.standard(volume));
  }

  @Test
  void aDecoratorAroundAStandardStackIsCheckedAnew() throws Exception {
    RecordingBackend backend = RecordingBackend.capable();
    Volume inner = Layers.standard(backend.volume());
    Volume outer = Layers.standard(new ForwardingVolume(inner) {});
    outer.close();
    assertThrows(IllegalStateException.class, () -> inner.stat(HASH));
    assertEquals(1, backend.calls("close"));
  }

  @ParameterizedTest
  @MethodSource("ioMethods")
  void exceptionsOfTheBackendComeBackUnchangedAndTheCountBalances(Method method) throws Throwable {
    RecordingBackend backend = RecordingBackend.capable();
    RuntimeException thrown = new RuntimeException("below");
    backend.on(
        method.getName(),
        arguments -> {
          throw thrown;
        });
    Volume volume = Layers.standard(backend.volume());
    for (int i = 0; i < 2; i++) {
      assertSame(
          thrown,
          assertThrows(
              RuntimeException.class,
              () -> RecordingBackend.invoke(method, volume, RecordingBackend.arguments(method))));
    }
    volume.close();
    assertEquals(1, backend.calls("close"));
  }

  @Test
  void sinkAndVisitorExceptionsComeBackAsTheSameInstance() {
    RecordingBackend backend = RecordingBackend.capable();
    IOException thrown = new IOException("sink");
    for (String method : Set.of("read", "index", "indexTrash")) {
      backend.on(
          method,
          arguments -> {
            throw thrown;
          });
    }
    Volume volume = Layers.standard(backend.volume());
    Stream.of("read", "index", "indexTrash")
        .forEach(
            name -> {
              Method method =
                  ioMethods().filter(m -> m.getName().equals(name)).findAny().orElseThrow();
              assertSame(
                  thrown,
                  assertThrows(
                      IOException.class,
                      () ->
                          RecordingBackend.invoke(
                              method, volume, RecordingBackend.arguments(method))));
            });
  }

  @Test
  void namesEveryMethodThatNeedsACapability() {
    Set<String> names = ioMethods().map(Method::getName).collect(Collectors.toSet());
    assertTrue(names.containsAll(NEEDS.keySet()), "unknown methods in the table");
  }

  static Stream<Method> ioMethods() {
    return RecordingBackend.ioMethods();
  }
}
