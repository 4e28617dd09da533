// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.Access;

/** The options of mounts and of writes: defaults, copies, and what they refuse. */
class MountOptionsTest {
  private static final MountOptions DEFAULTS = MountOptions.defaults();

  @Test
  void defaultsAreAsDocumented() {
    assertEquals(Optional.empty(), DEFAULTS.id());
    assertEquals(Access.READ_WRITE, DEFAULTS.access());
    assertEquals(1, DEFAULTS.replication());
    assertEquals(Set.of("default"), DEFAULTS.storageClasses());
    assertEquals(0, DEFAULTS.priority());
    assertFalse(DEFAULTS.serialized());
    assertFalse(DEFAULTS.keptOpen());
    assertEquals(1, WriteOptions.defaults().replicas());
    assertEquals(Set.of(), WriteOptions.defaults().storageClasses());
  }

  @Test
  void eachChangeKeepsTheOthersInWhateverOrder() {
    assertAll(
        DEFAULTS
            .withId("id")
            .withAccess(Access.READ_TRASH)
            .withReplication(2)
            .withStorageClasses(List.of("b", "a"))
            .withPriority(-7)
            .withSerialized(true)
            .keepOpen());
    assertAll(
        DEFAULTS
            .keepOpen()
            .withSerialized(true)
            .withPriority(-7)
            .withStorageClasses(List.of("b", "a"))
            .withReplication(2)
            .withAccess(Access.READ_TRASH)
            .withId("id"));
    assertFalse(DEFAULTS.withSerialized(true).withSerialized(false).serialized());
    defaultsAreAsDocumented();
  }

  private static void assertAll(MountOptions options) {
    assertEquals(Optional.of("id"), options.id());
    assertEquals(Access.READ_TRASH, options.access());
    assertEquals(2, options.replication());
    assertEquals(List.of("b", "a"), List.copyOf(options.storageClasses()));
    assertEquals(-7, options.priority());
    assertTrue(options.serialized());
    assertTrue(options.keptOpen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "a,b", "\u00e4", "a\n"})
  void refusesNamesThatNeedQuoting(String name) {
    for (String bad : List.of(name, name + "x".repeat(101))) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withId(bad));
      assertEquals(
          "mount id is \""
              + bad
              + "\"; expected 1 to 100 letters, digits, dots, underlines and dashes",
          e.getMessage());
      List<String> classes = List.of("good", bad);
      assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withStorageClasses(classes));
      assertThrows(
          IllegalArgumentException.class,
          () -> WriteOptions.defaults().withStorageClasses(classes));
    }
  }

  @Test
  void takesNamesOf1And100Characters() {
    for (String name : List.of("x", "Az09._-", "x".repeat(100))) {
      assertEquals(Optional.of(name), DEFAULTS.withId(name).id());
      assertEquals(Set.of(name), DEFAULTS.withStorageClasses(Set.of(name)).storageClasses());
    }
  }

  @Test
  void refusesCountsBelowOne() {
    for (int bad : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertEquals(
          "replication must be at least 1, got " + bad,
          assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withReplication(bad))
              .getMessage());
      assertEquals(
          "replicas must be at least 1, got " + bad,
          assertThrows(
                  IllegalArgumentException.class, () -> WriteOptions.defaults().withReplicas(bad))
              .getMessage());
    }
  }

  @Test
  void aMountHasAStorageClassButAWriteNeedsNone() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withStorageClasses(List.of()));
    assertEquals("a mount has at least one storage class", e.getMessage());
    assertEquals(
        Set.of(),
        WriteOptions.defaults()
            .withStorageClasses(List.of("a"))
            .withStorageClasses(List.of())
            .storageClasses());
  }

  @Test
  void writeOptionsKeepTheOther() {
    WriteOptions options =
        WriteOptions.defaults().withReplicas(3).withStorageClasses(List.of("b", "a"));
    assertEquals(3, options.replicas());
    assertEquals(List.of("b", "a"), List.copyOf(options.storageClasses()));
    assertEquals(Set.of("b", "a"), options.withReplicas(4).storageClasses());
  }

  @Test
  void refusesNulls() {
    assertThrows(NullPointerException.class, () -> DEFAULTS.withId(null));
    assertThrows(NullPointerException.class, () -> DEFAULTS.withAccess(null));
    assertThrows(NullPointerException.class, () -> DEFAULTS.withStorageClasses(null));
    assertThrows(
        NullPointerException.class, () -> WriteOptions.defaults().withStorageClasses(null));
  }
}
