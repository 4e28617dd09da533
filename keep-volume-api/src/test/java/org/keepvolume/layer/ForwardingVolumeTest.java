// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.Operation;
import org.keepvolume.Volume;

/** The base of layers: every call goes down unchanged and comes back unchanged. */
class ForwardingVolumeTest {
  private final RecordingBackend backend = RecordingBackend.capable();

  @ParameterizedTest
  @MethodSource("methods")
  void passesArgumentsAndResultOnUnchanged(Method method) throws Throwable {
    Volume volume = new Plain(backend.volume());
    Object[] arguments = RecordingBackend.arguments(method);
    Object result = RecordingBackend.invoke(method, volume, arguments);
    if (method.getReturnType().isPrimitive()) {
      assertEquals(backend.result(method), result);
    } else {
      assertSame(backend.result(method), result);
    }
    assertEquals(1, backend.calls().size());
    RecordingBackend.Call call = backend.calls().get(0);
    assertEquals(method.getName(), call.method());
    for (int i = 0; i < arguments.length; i++) {
      assertSame(arguments[i], call.arguments().get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void passesExceptionsOnAsTheSameInstance(Method method) {
    RuntimeException thrown = new RuntimeException("below");
    backend.on(
        method.getName(),
        arguments -> {
          throw thrown;
        });
    Volume volume = new Plain(backend.volume());
    assertSame(
        thrown,
        assertThrows(
            RuntimeException.class,
            () -> RecordingBackend.invoke(method, volume, RecordingBackend.arguments(method))));
  }

  @Test
  void passesVolumeExceptionsOnAsTheSameInstance() {
    BlockNotFoundException missing =
        new BlockNotFoundException(
            Operation.STAT, RecordingBackend.HASH, RecordingBackend.DEVICE, "not found", null);
    backend.on(
        "stat",
        arguments -> {
          throw missing;
        });
    Volume volume = new Plain(backend.volume());
    assertSame(
        missing,
        assertThrows(BlockNotFoundException.class, () -> volume.stat(RecordingBackend.HASH)));
  }

  @Test
  void unwrapsTheFirstOfATypeFromTheTopDown() {
    Plain lower = new Plain(backend.volume());
    Other middle = new Other(lower);
    Plain upper = new Plain(middle);
    assertSame(upper, upper.unwrap(Plain.class).orElseThrow());
    assertSame(middle, upper.unwrap(Other.class).orElseThrow());
    assertSame(lower, middle.unwrap(Plain.class).orElseThrow());
    assertSame(upper, upper.unwrap(Volume.class).orElseThrow());
  }

  @Test
  void unwrapsTheBackendItself() {
    Plain stack = new Plain(new Other(backend.volume()));
    assertSame(backend.volume(), stack.unwrap(backend.volume().getClass()).orElseThrow());
    assertEquals(Optional.empty(), stack.unwrap(CheckedVolume.class));
  }

  @Test
  void showsTheTextOfTheVolumeBelow() {
    assertEquals("the backend", new Plain(new Other(backend.volume())).toString());
  }

  @Test
  void needsAVolumeBelow() {
    assertThrows(NullPointerException.class, () -> new Plain(null));
  }

  static List<Method> methods() {
    return RecordingBackend.volumeMethods();
  }

  private static class Plain extends ForwardingVolume {
    Plain(Volume delegate) {
      super(delegate);
    }
  }

  private static class Other extends ForwardingVolume {
    Other(Volume delegate) {
      super(delegate);
    }
  }
}
