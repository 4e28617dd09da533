// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.Access;
import org.keepvolume.CallOutcome;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeObserver;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnsupportedException;

/** How layers are composed: their order, what is left out, and a stack made anew. */
class LayersTest {
  private static final LayerOptions NONE = LayerOptions.defaults();
  private static final LayerOptions ALL =
      NONE.withAccess(Access.READ_TRASH).withSerialized(true).withObserver(new RecordingObserver());

  private final RecordingBackend backend = RecordingBackend.capable();

  /** Returns the layers of a stack, the outermost first. */
  private List<Class<?>> layers(Volume volume) {
    List<Class<?>> layers = new ArrayList<>();
    Volume at = volume;
    while (at instanceof ForwardingVolume layer) {
      layers.add(layer.getClass());
      at = layer.delegate();
    }
    assertSame(backend.volume(), at, "not the backend alone is below the layers");
    return layers;
  }

  @Test
  void standardHasTheDocumentedOrder() {
    assertEquals(
        List.of(
            CheckedVolume.class,
            ObservedVolume.class,
            RestrictedVolume.class,
            SerializedVolume.class),
        layers(Layers.standard(backend.volume(), ALL)));
  }

  @Test
  void layersThatWouldChangeNothingAreLeftOut() {
    assertEquals(List.of(CheckedVolume.class), layers(Layers.standard(backend.volume())));
    assertEquals(
        List.of(CheckedVolume.class, SerializedVolume.class),
        layers(Layers.standard(backend.volume(), NONE.withSerialized(true))));
    assertEquals(
        List.of(CheckedVolume.class),
        layers(
            Layers.standard(
                backend.volume(),
                NONE.withAccess(Access.READ_WRITE)
                    .withObserver(VolumeObserver.none())
                    .withTurnLimit(Duration.ofDays(1)))));
  }

  @Test
  void aStackAskedForNothingMoreIsTheSameObject() {
    Volume stack = Layers.standard(backend.volume(), ALL);
    assertSame(stack, Layers.standard(stack));
    assertSame(stack, Layers.standard(stack, ALL));
    assertSame(stack, Layers.standard(stack, NONE.withAccess(Access.READ_TRASH)));
  }

  @Test
  void aStackOfAStackIsOneStackAroundTheSameBackend() throws Exception {
    Volume inner = Layers.standard(backend.volume(), NONE.withSerialized(true));
    Volume outer = Layers.standard(inner, NONE.withAccess(Access.READ_ONLY));
    assertNotSame(inner, outer);
    assertEquals(
        List.of(CheckedVolume.class, RestrictedVolume.class, SerializedVolume.class),
        layers(outer));
    assertEquals(Set.of(Capability.SHARED, Capability.DURABLE), outer.capabilities());
    assertThrows(VolumeReadOnlyException.class, () -> outer.touch(RecordingBackend.HASH));
    outer.close();
    assertEquals(1, backend.calls("close"));
  }

  @ParameterizedTest
  @MethodSource("accesses")
  void theStricterAccessWins(Access one, Access other, Access expected) {
    Volume inner = Layers.standard(backend.volume(), NONE.withAccess(one));
    CheckedVolume outer = (CheckedVolume) Layers.standard(inner, NONE.withAccess(other));
    assertEquals(expected, outer.stack().access());
  }

  static Stream<Arguments> accesses() {
    List<Access> fromLaxToStrict = List.of(Access.READ_WRITE, Access.READ_TRASH, Access.READ_ONLY);
    assertEquals(fromLaxToStrict, Arrays.asList(Access.values()));
    return fromLaxToStrict.stream()
        .flatMap(
            one ->
                fromLaxToStrict.stream()
                    .map(
                        other ->
                            Arguments.arguments(
                                one, other, one.compareTo(other) > 0 ? one : other)));
  }

  @Test
  void theTurnLimitIsThatOfTheLatestWhoAsksForSerialization() {
    LayerOptions serialized = NONE.withSerialized(true);
    Volume inner =
        Layers.standard(backend.volume(), serialized.withTurnLimit(Duration.ofSeconds(1)));
    CheckedVolume same =
        (CheckedVolume) Layers.standard(inner, NONE.withTurnLimit(Duration.ofSeconds(2)));
    assertEquals(Duration.ofSeconds(1), same.stack().turnLimit());
    CheckedVolume other =
        (CheckedVolume) Layers.standard(inner, serialized.withTurnLimit(Duration.ofSeconds(3)));
    assertEquals(Duration.ofSeconds(3), other.stack().turnLimit());
  }

  @Test
  void bothObserversAreToldAndTheSameOneOnce() throws Exception {
    RecordingObserver first = new RecordingObserver();
    RecordingObserver second = new RecordingObserver();
    Volume stack = Layers.standard(backend.volume(), NONE.withObserver(first));
    for (VolumeObserver observer : List.of(second, first, second)) {
      stack = Layers.standard(stack, NONE.withObserver(observer));
    }
    stack.touch(RecordingBackend.HASH);
    assertEquals(CallOutcome.SUCCESS, first.only().outcome());
    assertEquals(CallOutcome.SUCCESS, second.only().outcome());
    assertEquals(1, backend.calls("touch"));
  }

  @Test
  void aBackendThatLacksACapabilityIsUnsupportedUnderEveryAccess() {
    for (Access access : Access.values()) {
      Volume stack = Layers.standard(new RecordingBackend().volume(), NONE.withAccess(access));
      assertThrows(VolumeUnsupportedException.class, () -> stack.touch(RecordingBackend.HASH));
      assertEquals(Set.of(), stack.capabilities());
    }
  }

  @Test
  void optionsKeepWhatTheyWereGiven() {
    assertEquals(Access.READ_WRITE, NONE.access());
    assertEquals(Duration.ofMinutes(5), NONE.turnLimit());
    assertSame(VolumeObserver.none(), NONE.observer());
    assertEquals(Access.READ_TRASH, ALL.access());
    assertEquals(true, ALL.serialized());
    assertEquals(Duration.ofSeconds(9), ALL.withTurnLimit(Duration.ofSeconds(9)).turnLimit());
    assertSame(ALL.observer(), ALL.withTurnLimit(Duration.ofSeconds(9)).observer());
  }

  @Test
  void everyFactoryNeedsAVolume() {
    assertThrows(NullPointerException.class, () -> Layers.standard(null));
    assertThrows(NullPointerException.class, () -> Layers.checked(null));
    assertThrows(NullPointerException.class, () -> Layers.observed(null, VolumeObserver.none()));
    assertThrows(NullPointerException.class, () -> Layers.restricted(null, Access.READ_ONLY));
    assertThrows(NullPointerException.class, () -> Layers.restricted(backend.volume(), null));
    assertThrows(NullPointerException.class, () -> Layers.serialized(null, Duration.ofSeconds(1)));
  }
}
