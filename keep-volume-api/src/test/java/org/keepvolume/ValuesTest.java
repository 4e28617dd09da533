// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges and defaults of the small values that volumes take and give. */
class ValuesTest {
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  @Test
  void blockInfoTakesTheTrueSizeOfAnOversizedObject() {
    BlockInfo info = new BlockInfo(BlockHash.EMPTY, 1L << 40, Instant.EPOCH);
    assertEquals(1L << 40, info.size());
    assertEquals(0, new BlockInfo(BlockHash.EMPTY, 0, Instant.EPOCH).size());
  }

  @Test
  void blockInfoRefusesNegativeSizeAndNulls() {
    assertRefused(
        "size of block d41d8cd98f00b204e9800998ecf8427e is negative: -1",
        () -> new BlockInfo(BlockHash.EMPTY, -1, Instant.EPOCH));
    assertThrows(NullPointerException.class, () -> new BlockInfo(null, 0, Instant.EPOCH));
    assertThrows(NullPointerException.class, () -> new BlockInfo(BlockHash.EMPTY, 0, null));
  }

  @Test
  void trashPolicyDefaultsToTwoWeeksForBoth() {
    assertEquals(Duration.ofDays(14), TrashPolicy.defaults().minimumAge());
    assertEquals(Duration.ofDays(14), TrashPolicy.defaults().lifetime());
  }

  @Test
  void trashPolicyTakesZeroAndRefusesNegative() {
    TrashPolicy none = new TrashPolicy(Duration.ZERO, Duration.ZERO);
    assertTrue(none.minimumAge().isZero() && none.lifetime().isZero());
    assertRefused(
        "minimum age is negative: PT-0.000000001S", () -> new TrashPolicy(NEGATIVE, Duration.ZERO));
    assertRefused(
        "trash lifetime is negative: PT-0.000000001S",
        () -> new TrashPolicy(Duration.ZERO, NEGATIVE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void trashSweepRefusesANegativeCountInAnyPlace(int place) {
    long[] counts = new long[6];
    counts[place] = -1;
    assertRefused(
        "a count of a sweep is negative",
        () -> new TrashSweep(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]));
  }

  @Test
  void trashSweepTakesZeros() {
    assertEquals(0, new TrashSweep(0, 0, 0, 0, 0, 0).deletedBlocks());
  }

  @Test
  void volumeStatusTakesUnknownAndZeroAndRefusesNegative() {
    OptionalLong unknown = OptionalLong.empty();
    OptionalLong negative = OptionalLong.of(-1);
    assertEquals(unknown, new VolumeStatus(unknown, OptionalLong.of(0)).freeBytes());
    assertRefused(
        "free bytes are negative: OptionalLong[-1]", () -> new VolumeStatus(negative, unknown));
    assertRefused(
        "used bytes are negative: OptionalLong[-1]", () -> new VolumeStatus(unknown, negative));
    assertThrows(NullPointerException.class, () -> new VolumeStatus(null, unknown));
  }

  @Test
  void writeResultTellsAddressAndReplicas() {
    BlockLocator locator = BlockLocator.parse("acbd18db4cc2f85cedef654fccc4a4d8+3");
    WriteResult result = new WriteResult(locator, 2);
    assertEquals(locator, result.locator());
    assertEquals(locator.hash(), result.hash());
    assertEquals(2, result.replicas());
    assertEquals("acbd18db4cc2f85cedef654fccc4a4d8+3 x 2", result.toString());
    assertEquals(0, new WriteResult(locator, 0).replicas());
    assertRefused("replicas is negative: -1", () -> new WriteResult(locator, -1));
    assertThrows(NullPointerException.class, () -> new WriteResult(null, 1));
  }

  @Test
  void volumeContextDefaultsToSystemClockTwoWeeksAndNoExecutor() {
    VolumeContext defaults = VolumeContext.defaults();
    assertNotNull(defaults.clock());
    assertEquals(TrashPolicy.defaults(), defaults.trashPolicy());
    assertEquals(Optional.empty(), defaults.executor());
  }

  @Test
  void volumeContextChangesOneThingAtATimeInACopy() {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    TrashPolicy policy = new TrashPolicy(Duration.ZERO, Duration.ZERO);
    Executor executor = task -> {};
    VolumeContext context =
        VolumeContext.defaults()
            .withClock(clock)
            .withTrashPolicy(policy)
            .withExecutor(executor)
            .withClock(clock);
    assertSame(clock, context.clock());
    assertSame(policy, context.trashPolicy());
    assertSame(executor, context.executor().orElseThrow());
    assertEquals(TrashPolicy.defaults(), VolumeContext.defaults().trashPolicy());
    assertEquals(Optional.empty(), VolumeContext.defaults().executor());
  }

  @Test
  void volumeContextRefusesNulls() {
    VolumeContext defaults = VolumeContext.defaults();
    assertThrows(NullPointerException.class, () -> defaults.withClock(null));
    assertThrows(NullPointerException.class, () -> defaults.withTrashPolicy(null));
    assertThrows(NullPointerException.class, () -> defaults.withExecutor(null));
  }

  @ParameterizedTest
  @CsvSource({"READ_WRITE, true, true", "READ_TRASH, false, true", "READ_ONLY, false, false"})
  void accessAllowsByLevel(Access access, boolean write, boolean trash) {
    assertEquals(write, access.allowsWrite());
    assertEquals(trash, access.allowsTrash());
  }

  @ParameterizedTest
  @EnumSource
  void operationsAreNamedInLowerCaseWords(Operation operation) {
    assertTrue(operation.toString().matches("[a-z]+( [a-z]+)*"), operation.toString());
    assertEquals(operation.name(), operation.toString().toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  @ParameterizedTest
  @EnumSource
  void capabilitiesSayWhatIsMissingWithoutAFullStop(Capability capability) {
    assertTrue(capability.refusal().startsWith("this volume "), capability.refusal());
    assertFalse(capability.refusal().endsWith("."), capability.refusal());
  }

  private static void assertRefused(String message, Executable executable) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, executable);
    assertEquals(message, e.getMessage());
  }
}
