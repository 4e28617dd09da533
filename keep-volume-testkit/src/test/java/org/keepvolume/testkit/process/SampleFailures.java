// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.time.Duration;
import java.util.List;
import org.keepvolume.BlockCollisionException;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockLocator;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.BlockTooLargeException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.InsufficientReplicasException;
import org.keepvolume.Operation;
import org.keepvolume.TrashSweep;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeFullException;
import org.keepvolume.VolumeReadOnlyException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.VolumeUnsupportedException;
import org.keepvolume.WriteResult;

/** Failures of every type, with and without what each may carry. */
final class SampleFailures {
  private static final String AWKWARD = "a\tb\nc\r\\d \u00e9\u20ac \\- \\.";

  private SampleFailures() {}

  static List<VolumeException> all() {
    BlockHash hash = BlockHash.EMPTY;
    IllegalStateException cause = new IllegalStateException("the reason");
    TrashSweep sweep = new TrashSweep(1, 2, 3, 4, 5, Long.MAX_VALUE);
    return List.of(
        new BlockNotFoundException(Operation.READ, hash, "dev:a", "gone", null),
        new BlockCorruptException(Operation.WRITE, hash, "dev:b", AWKWARD, cause),
        new BlockTooLargeException(Operation.READ, hash, null, "too large", null),
        new BlockCollisionException(Operation.WRITE, hash, AWKWARD, "", null),
        new VolumeFullException(Operation.WRITE, hash, "dev:c", "full", cause),
        new VolumeReadOnlyException(Operation.TOUCH, hash, "", "read-only", null),
        new VolumeUnsupportedException(Operation.INDEX_TRASH, null, "dev:d", "none", null),
        new VolumeFailureException(Operation.OPEN, null, null, "no root", null),
        new VolumeUnavailableException(
            Operation.STATUS, null, "dev:e", "busy", Duration.ofSeconds(1, 5), null),
        new VolumeUnavailableException(Operation.STAT, hash, "dev:e", "busy", null, cause),
        new InsufficientReplicasException(
            hash, "1 of 2", new WriteResult(BlockLocator.of(hash, 0), 1), null),
        new CallCancelledException(Operation.CLOSE, null, "dev:f", "interrupted", null),
        new VolumeUnavailableException(Operation.EMPTY_TRASH, null, "dev:g", "lost", null, null)
            .initSweep(sweep));
  }
}
