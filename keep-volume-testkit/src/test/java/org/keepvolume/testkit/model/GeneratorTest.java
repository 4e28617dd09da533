// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keepvolume.Capability;

class GeneratorTest {
  private static final Set<Capability> ALL = Set.of(Capability.WRITE, Capability.TRASH);

  private static List<Sequence> sequences(Set<Capability> capabilities, boolean settable) {
    return IntStream.range(0, 200)
        .mapToObj(i -> new Generator(Generator.mix(1, i), capabilities).sequence(settable))
        .toList();
  }

  private static Set<Class<?>> kinds(Set<Capability> capabilities) {
    return sequences(capabilities, true).stream()
        .flatMap(sequence -> sequence.steps().stream())
        .flatMap(
            s ->
                s instanceof Step.OnSecondVolume second
                    ? Stream.of(s, second.step())
                    : Stream.of(s))
        .map(Object::getClass)
        .collect(Collectors.toSet());
  }

  @Test
  void oneSeedGivesOneSequenceAndItsNeighbourAnother() {
    assertEquals(sequences(ALL, true), sequences(ALL, true));
    assertEquals(200, new HashSet<>(sequences(ALL, true)).size());
    assertNotEquals(Generator.mix(1, 2), Generator.mix(2, 1));
    sequences(ALL, true).forEach(s -> assertEquals(Generator.LENGTH, s.steps().size()));
  }

  @Test
  void everyKindOfStepIsMade() {
    Set<Class<?>> all =
        Arrays.stream(Step.class.getPermittedSubclasses())
            .flatMap(
                kind ->
                    kind == BlockStep.class
                        ? Arrays.stream(kind.getPermittedSubclasses())
                        : Stream.of(kind))
            .collect(Collectors.toSet());
    Set<Class<?>> made = new HashSet<>(kinds(ALL));
    made.addAll(kinds(Set.of()));
    assertEquals(all, made);
  }

  @Test
  void onlyDeclaredCapabilitiesAreUsed() {
    Set<Class<?>> ofTrash =
        Set.of(
            Step.Trash.class,
            Step.TrashIfUnchanged.class,
            Step.Untrash.class,
            Step.EmptyTrash.class,
            Step.IndexTrash.class);
    Set<Class<?>> readOnly = kinds(Set.of());
    Set<Class<?>> writeOnly = kinds(Set.of(Capability.WRITE));
    assertTrue(readOnly.stream().noneMatch(ofTrash::contains), readOnly::toString);
    assertTrue(writeOnly.stream().noneMatch(ofTrash::contains), writeOnly::toString);
    assertTrue(!readOnly.contains(Step.Write.class) && !readOnly.contains(Step.Touch.class));
    assertTrue(readOnly.contains(Step.Put.class) && !writeOnly.contains(Step.Put.class));
  }

  @Test
  void whereMtimesCannotBeSetBlocksGrowOldByAMinimumAgeOfZero() {
    long zero = withoutMinimumAge(false);
    assertTrue(zero > 70 && zero < 130, () -> zero + " of 200");
    long settable = withoutMinimumAge(true);
    assertTrue(settable > 0 && settable < 40, () -> settable + " of 200");
  }

  private static long withoutMinimumAge(boolean settable) {
    return sequences(ALL, settable).stream()
        .filter(sequence -> sequence.policy().minimumAge().equals(Duration.ZERO))
        .count();
  }
}
