// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockLocator;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.WriteResult;
import org.springframework.http.HttpHeaders;

/** Names the status of each kind of failure. */
class StoreErrorsTest {
  private static final BlockHash HASH = BlockHash.EMPTY;

  static List<Arguments> failures() {
    WriteResult none = new WriteResult(BlockLocator.of(HASH, 0), 0);
    return List.of(
        Arguments.of(404, new BlockNotFoundException(Operation.READ, HASH, "v", "no", null)),
        Arguments.of(403, new VolumeReadOnlyException(Operation.WRITE, HASH, "v", "no", null)),
        Arguments.of(507, new VolumeFullException(Operation.WRITE, HASH, "v", "no", null)),
        Arguments.of(500, new BlockCorruptException(Operation.READ, HASH, "v", "no", null)),
        Arguments.of(503, new CallCancelledException(Operation.READ, HASH, "v", "no", null)),
        Arguments.of(503, new InsufficientReplicasException(HASH, "no", none, null)),
        Arguments.of(503, unavailable(null)));
  }

  private static VolumeUnavailableException unavailable(Duration retryAfter) {
    return new VolumeUnavailableException(Operation.READ, HASH, "v", "no", retryAfter, null);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureHasItsStatus(int status, VolumeException failure) {
    var answer = new StoreErrors().volume(failure);
    assertEquals(status, answer.getStatusCode().value());
    assertEquals(failure.getMessage() + "\n", answer.getBody());
  }

  @Test
  void saysWhenToComeBackIfTheVolumeSaysSo() {
    assertEquals("3", retryAfter(unavailable(Duration.ofMillis(2500))));
    assertEquals("2", retryAfter(unavailable(Duration.ofSeconds(2))));
    assertNull(retryAfter(unavailable(null)));
  }

  private static String retryAfter(VolumeException failure) {
    return new StoreErrors().volume(failure).getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
  }
}
