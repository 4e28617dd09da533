// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.Access;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnsupportedException;

/** The restricted layer: what an access takes away is refused, and the backend does not hear. */
class RestrictedVolumeTest {
  private static final Set<String> WRITES = Set.of("write", "touch");
  private static final Set<String> TRASH = Set.of("trash", "untrash", "indexTrash", "emptyTrash");

  private final RecordingBackend backend = RecordingBackend.capable();

  @ParameterizedTest
  @MethodSource("accessesAndMethods")
  @DisplayName("RO-1: refuses by access and method before the backend is called")
  void refusesByAccessAndMethodBeforeTheBackendIsCalled(Access access, Method method)
      throws Throwable {
    Volume volume = Layers.restricted(backend.volume(), access);
    Object[] arguments = RecordingBackend.arguments(method);
    String name = method.getName();
    boolean refused =
        (WRITES.contains(name) && access != Access.READ_WRITE)
            || (TRASH.contains(name) && access == Access.READ_ONLY);
    if (refused) {
      VolumeReadOnlyException e =
          assertThrows(
              VolumeReadOnlyException.class,
              () -> RecordingBackend.invoke(method, volume, arguments));
      String why = WRITES.contains(name) ? "takes no writes" : "leaves the trash alone";
      assertEquals(
          RecordingBackend.messageStart(method)
              + "the volume is mounted "
              + access
              + ", which "
              + why,
          e.getMessage());
      assertEquals(0, backend.ioCalls());
    } else {
      RecordingBackend.invoke(method, volume, arguments);
      assertEquals(1, backend.calls(name));
      assertEquals(1, backend.ioCalls());
    }
  }

  static Stream<Arguments> accessesAndMethods() {
    return Stream.of(Access.values())
        .flatMap(
            access ->
                RecordingBackend.ioMethods().map(method -> Arguments.arguments(access, method)));
  }

  @Test
  void capabilitiesAreTheBackendsLessTheAccess() {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    Map<Access, Set<Capability>> expected =
        Map.of(
            Access.READ_WRITE,
            all,
            Access.READ_TRASH,
            EnumSet.complementOf(EnumSet.of(Capability.WRITE)),
            Access.READ_ONLY,
            EnumSet.of(Capability.SHARED, Capability.DURABLE));
    expected.forEach(
        (access, capabilities) -> {
          assertEquals(
              capabilities, Layers.restricted(backend.volume(), access).capabilities(), "layer");
          assertEquals(
              capabilities,
              Layers.standard(backend.volume(), LayerOptions.defaults().withAccess(access))
                  .capabilities(),
              "stack");
        });
    Set<Capability> few =
        Layers.restricted(new RecordingBackend().volume(), Access.READ_ONLY).capabilities();
    assertTrue(few.isEmpty());
    assertThrows(UnsupportedOperationException.class, () -> few.add(Capability.WRITE));
  }

  @Test
  @DisplayName("CP-1: what the backend lacks is unsupported, what the access takes is read-only")
  void theStackTellsWhatTheBackendLacksFromWhatTheAccessTakes() {
    LayerOptions readOnly = LayerOptions.defaults().withAccess(Access.READ_ONLY);
    Volume stack = Layers.standard(new RecordingBackend(Capability.WRITE).volume(), readOnly);
    assertThrows(VolumeReadOnlyException.class, () -> stack.touch(RecordingBackend.HASH));
    assertThrows(VolumeUnsupportedException.class, stack::emptyTrash);
  }

  @Test
  void closesTheVolumeBelow() throws Exception {
    Layers.restricted(backend.volume(), Access.READ_ONLY).close();
    assertEquals(1, backend.calls("close"));
  }
}
