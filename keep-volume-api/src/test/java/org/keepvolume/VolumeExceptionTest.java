// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exception hierarchy: message form, retryable by type, stack traces, serialization. */
class VolumeExceptionTest {
  private static final BlockHash HASH = BlockHash.parse("37b51d194a7513e45b56f6524f2d51f2");
  private static final String VOLUME = "azure:acct/keep";
  private static final TrashSweep SWEEP = new TrashSweep(1, 2, 3, 4, 5, 6);
  private static final WriteResult RESULT = new WriteResult(BlockLocator.of(HASH, 3), 1);

  /** Every member and whether trying again may help; a new member needs a row. */
  private static final Map<Class<?>, Boolean> RETRYABLE =
      Map.ofEntries(
          Map.entry(BlockNotFoundException.class, false),
          Map.entry(BlockCorruptException.class, false),
          Map.entry(BlockTooLargeException.class, false),
          Map.entry(BlockCollisionException.class, false),
          Map.entry(VolumeFullException.class, false),
          Map.entry(VolumeReadOnlyException.class, false),
          Map.entry(VolumeUnsupportedException.class, false),
          Map.entry(VolumeFailureException.class, false),
          Map.entry(VolumeUnavailableException.class, true),
          Map.entry(InsufficientReplicasException.class, true),
          Map.entry(CallCancelledException.class, false));

  @Test
  void everyMemberHasARowInTheTable() {
    assertEquals(RETRYABLE.keySet(), Set.of(VolumeException.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("members")
  void saysByItsTypeWhetherTryingAgainMayHelp(Class<? extends VolumeException> type)
      throws Exception {
    assertEquals(RETRYABLE.get(type), make(type, Operation.WRITE, null).retryable());
  }

  @ParameterizedTest
  @MethodSource("members")
  void isFinalAndMadeThroughAPublicConstructor(Class<? extends VolumeException> type) {
    assertTrue(Modifier.isFinal(type.getModifiers()));
    assertEquals(1, type.getConstructors().length);
  }

  @ParameterizedTest
  @MethodSource("members")
  void keepsItsCauseAndTellsItsParts(Class<? extends VolumeException> type) throws Exception {
    IOException cause = new IOException("below");
    VolumeException e = make(type, Operation.WRITE, cause);
    assertSame(cause, e.getCause());
    assertEquals(Operation.WRITE, e.operation());
    assertEquals(Optional.of(HASH), e.hash());
    assertEquals(ofStore(type) ? Optional.empty() : Optional.of(VOLUME), e.volume());
    assertEquals("what happened", e.detail());
    assertEquals(Optional.empty(), e.sweep());
    assertEquals(
        "write 37b51d194a7513e45b56f6524f2d51f2"
            + (ofStore(type) ? "" : " on azure:acct/keep")
            + ": what happened",
        e.getMessage());
  }

  @Test
  void leavesOutOfTheMessageWhatIsAbsent() {
    assertMessage("read 37b51d194a7513e45b56f6524f2d51f2 on azure:acct/keep: gone", HASH, VOLUME);
    assertMessage("read 37b51d194a7513e45b56f6524f2d51f2: gone", HASH, null);
    assertMessage("read on azure:acct/keep: gone", null, VOLUME);
    assertMessage("read: gone", null, null);
  }

  @Test
  void writesAnOperationOfTwoWordsAsWords() {
    assertEquals(
        "empty trash on azure:acct/keep: gone",
        new VolumeFailureException(Operation.EMPTY_TRASH, null, VOLUME, "gone", null).getMessage());
  }

  @Test
  void notFoundHasNoStackTraceAndOthersHave() {
    assertEquals(
        0,
        new BlockNotFoundException(Operation.READ, HASH, VOLUME, "gone", null)
            .getStackTrace()
            .length);
    assertTrue(
        new VolumeFailureException(Operation.READ, HASH, VOLUME, "gone", null)
                .getStackTrace()
                .length
            > 0);
  }

  @Test
  void needsOperationAndDetail() {
    assertThrows(
        NullPointerException.class,
        () -> new VolumeFailureException(null, HASH, VOLUME, "gone", null));
    assertThrows(
        NullPointerException.class,
        () -> new VolumeFailureException(Operation.READ, HASH, VOLUME, null, null));
  }

  @Test
  void insufficientReplicasCarriesWhatWasReached() {
    assertEquals(
        Optional.of(RESULT),
        new InsufficientReplicasException(HASH, "1 of 2", RESULT, null).result());
    assertThrows(
        NullPointerException.class,
        () -> new InsufficientReplicasException(HASH, "1 of 2", null, null));
    assertThrows(
        NullPointerException.class,
        () -> new InsufficientReplicasException(null, "1 of 2", RESULT, null));
  }

  @ParameterizedTest
  @MethodSource("members")
  void survivesSerializationWithoutItsValues(Class<? extends VolumeException> type)
      throws Exception {
    VolumeException before = make(type, Operation.EMPTY_TRASH, new IOException("below"));
    if (before.operation() == Operation.EMPTY_TRASH) {
      before = before.initSweep(SWEEP);
    }
    VolumeException after = throughBytes(before);
    assertSame(type, after.getClass());
    assertEquals(before.getMessage(), after.getMessage());
    assertEquals(before.operation(), after.operation());
    assertEquals(before.volume(), after.volume());
    assertEquals(before.detail(), after.detail());
    assertEquals("below", after.getCause().getMessage());
    assertEquals(Optional.empty(), after.hash());
    assertEquals(Optional.empty(), after.sweep());
    if (after instanceof InsufficientReplicasException store) {
      assertEquals(Optional.empty(), store.result());
    }
    if (after instanceof VolumeUnavailableException unavailable) {
      assertEquals(Optional.of(Duration.ofSeconds(7)), unavailable.retryAfter());
    }
  }

  @Test
  void unavailableMayLeaveOpenWhenToTryAgain() {
    assertEquals(
        Optional.empty(),
        new VolumeUnavailableException(Operation.READ, HASH, VOLUME, "busy", null, null)
            .retryAfter());
  }

  @Test
  void takesTheCountsOfAFailedSweepOnce() {
    VolumeException e = failure(Operation.EMPTY_TRASH);
    assertSame(e, e.initSweep(SWEEP));
    assertEquals(Optional.of(SWEEP), e.sweep());
    IllegalStateException twice =
        assertThrows(IllegalStateException.class, () -> e.initSweep(SWEEP));
    assertEquals("sweep counts belong to one failed empty trash, once", twice.getMessage());
    assertThrows(NullPointerException.class, () -> failure(Operation.EMPTY_TRASH).initSweep(null));
  }

  @Test
  void takesNoSweepCountsForAnyOtherOperation() {
    for (Operation operation : Operation.values()) {
      if (operation != Operation.EMPTY_TRASH) {
        assertThrows(
            IllegalStateException.class,
            () -> failure(operation).initSweep(SWEEP),
            operation::name);
      }
    }
  }

  static Stream<Class<? extends VolumeException>> members() {
    return Arrays.stream(VolumeException.class.getPermittedSubclasses())
        .<Class<? extends VolumeException>>map(type -> type.asSubclass(VolumeException.class));
  }

  private static boolean ofStore(Class<?> type) {
    return type == InsufficientReplicasException.class;
  }

  /** Fills the one public constructor by the types of its parameters. */
  private static VolumeException make(
      Class<? extends VolumeException> type, Operation operation, @Nullable Throwable cause)
      throws Exception {
    var constructor = type.getConstructors()[0];
    Object[] arguments = new Object[constructor.getParameterCount()];
    boolean detailIsNext = ofStore(type);
    for (int i = 0; i < arguments.length; i++) {
      Class<?> parameter = constructor.getParameterTypes()[i];
      if (parameter == String.class) {
        arguments[i] = detailIsNext ? "what happened" : VOLUME;
        detailIsNext = true;
      } else if (parameter == Operation.class) {
        arguments[i] = operation;
      } else if (parameter == BlockHash.class) {
        arguments[i] = HASH;
      } else if (parameter == Duration.class) {
        arguments[i] = Duration.ofSeconds(7);
      } else if (parameter == WriteResult.class) {
        arguments[i] = RESULT;
      } else if (parameter == Throwable.class) {
        arguments[i] = cause;
      } else {
        throw new AssertionError("no value for a parameter of " + constructor);
      }
    }
    return type.cast(constructor.newInstance(arguments));
  }

  private static VolumeException throughBytes(VolumeException e) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (VolumeException) in.readObject();
    }
  }

  private static VolumeException failure(Operation operation) {
    return new VolumeFailureException(operation, null, VOLUME, "gone", null);
  }

  private static void assertMessage(
      String message, @Nullable BlockHash hash, @Nullable String volume) {
    assertEquals(
        message,
        new BlockNotFoundException(Operation.READ, hash, volume, "gone", null).getMessage());
  }
}
