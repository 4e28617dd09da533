// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The outcome that each exception stands for, row by row. */
class CallOutcomeTest {
  private static final BlockHash HASH = BlockHash.EMPTY;

  private static final Map<Exception, CallOutcome> OUTCOMES =
      Map.ofEntries(
          Map.entry(
              new BlockNotFoundException(Operation.READ, HASH, "d", "x", null),
              CallOutcome.NOT_FOUND),
          Map.entry(
              new BlockCorruptException(Operation.READ, HASH, "d", "x", null), CallOutcome.CORRUPT),
          Map.entry(
              new BlockCollisionException(Operation.WRITE, HASH, "d", "x", null),
              CallOutcome.CORRUPT),
          Map.entry(
              new BlockTooLargeException(Operation.WRITE, HASH, "d", "x", null),
              CallOutcome.REFUSED),
          Map.entry(
              new VolumeReadOnlyException(Operation.WRITE, HASH, "d", "x", null),
              CallOutcome.REFUSED),
          Map.entry(
              new VolumeUnsupportedException(Operation.WRITE, HASH, "d", "x", null),
              CallOutcome.REFUSED),
          Map.entry(
              new VolumeFullException(Operation.WRITE, HASH, "d", "x", null), CallOutcome.FULL),
          Map.entry(
              new VolumeFailureException(Operation.READ, HASH, "d", "x", null), CallOutcome.FAILED),
          Map.entry(
              new VolumeUnavailableException(Operation.READ, HASH, "d", "x", null, null),
              CallOutcome.UNAVAILABLE),
          Map.entry(
              new InsufficientReplicasException(
                  HASH, "x", new WriteResult(BlockLocator.of(HASH, 0), 1), null),
              CallOutcome.UNAVAILABLE),
          Map.entry(
              new CallCancelledException(Operation.READ, HASH, "d", "x", null),
              CallOutcome.CANCELLED));

  @Test
  void everyExceptionOfAVolumeHasItsOutcome() {
    Set<Class<?>> seen = new HashSet<>();
    OUTCOMES.forEach(
        (thrown, outcome) -> {
          assertEquals(outcome, CallOutcome.of(thrown), thrown::toString);
          seen.add(thrown.getClass());
        });
    assertEquals(
        new HashSet<>(Arrays.asList(VolumeException.class.getPermittedSubclasses())), seen);
  }

  @Test
  void illegalStateIsRefusedAndWhatNoVolumeShouldThrowHasFailed() {
    assertEquals(CallOutcome.REFUSED, CallOutcome.of(new IllegalStateException("closed")));
    assertEquals(CallOutcome.FAILED, CallOutcome.of(new IOException("raw")));
    assertEquals(CallOutcome.FAILED, CallOutcome.of(new ArithmeticException("a mistake")));
    assertEquals(CallOutcome.FAILED, CallOutcome.of(new StackOverflowError()));
  }
}
