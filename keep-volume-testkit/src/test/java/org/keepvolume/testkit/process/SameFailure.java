// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;

/** Compares failures in everything that callers can ask them. */
final class SameFailure {
  private SameFailure() {}

  static void assertSame(VolumeException expected, VolumeException actual) {
    assertEquals(expected.getClass(), actual.getClass());
    assertEquals(expected.getMessage(), actual.getMessage());
    assertEquals(expected.operation(), actual.operation());
    assertEquals(expected.hash(), actual.hash());
    assertEquals(expected.volume(), actual.volume());
    assertEquals(expected.detail(), actual.detail());
    assertEquals(expected.sweep(), actual.sweep());
    assertEquals(expected.retryable(), actual.retryable());
    assertEquals(retryAfter(expected), retryAfter(actual));
    assertEquals(result(expected), result(actual));
    if (expected.getCause() == null) {
      assertNull(actual.getCause());
    } else {
      assertTrue(actual.getCause().getMessage().contains(expected.getCause().toString()));
    }
  }

  private static Optional<Duration> retryAfter(VolumeException failure) {
    return failure instanceof VolumeUnavailableException unavailable
        ? unavailable.retryAfter()
        : Optional.empty();
  }

  private static Optional<String> result(VolumeException failure) {
    return failure instanceof InsufficientReplicasException insufficient
        ? insufficient.result().map(WriteResult::toString)
        : Optional.empty();
  }
}
