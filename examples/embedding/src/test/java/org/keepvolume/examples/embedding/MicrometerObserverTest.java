// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.keepvolume.BlockCorruptException;
import org.keepvolume.BlockHash;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.store.BufferPool;

/** Tells the observer everything once, and asks the registry. */
class MicrometerObserverTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BufferPool buffers = BufferPool.ofBytes(64 << 20);
  private final MicrometerObserver observer = new MicrometerObserver(registry, buffers);

  @Test
  void aCallRunsUntilItHasFinishedAndIsTimedThen() {
    observer.started("v", Operation.READ);
    observer.started("v", Operation.READ);
    assertEquals(2, running());
    observer.finished(new FinishedCall("v", Operation.READ, CallOutcome.SUCCESS, 7, 1000));
    assertEquals(1, running());
    String[] tags = {"volume", "v", "operation", "read", "outcome", "SUCCESS"};
    var calls = registry.get("keepvolume.calls").tags(tags).timer();
    assertEquals(1, calls.count());
    assertEquals(1000, calls.totalTime(TimeUnit.NANOSECONDS));
    assertEquals(7, registry.get("keepvolume.bytes").tags(tags).counter().count());
  }

  private double running() {
    return registry
        .get("keepvolume.running")
        .tags("volume", "v", "operation", "read")
        .gauge()
        .value();
  }

  @Test
  void backendCallsAreTimedByNameAndSuccess() {
    observer.backendCall("v", "fsync", false, 5);
    String[] tags = {"volume", "v", "call", "fsync", "succeeded", "false"};
    assertEquals(1, registry.get("keepvolume.backend.calls").tags(tags).timer().count());
  }

  @Test
  void eventsOfTheStoreAreCountedByVolume() {
    BlockHash hash = BlockHash.EMPTY;
    observer.fellBack(
        Operation.READ,
        hash,
        "v",
        new BlockCorruptException(Operation.READ, hash, "v", "damaged", null));
    observer.damagedCopySeen(hash, "v");
    observer.repaired(hash, "v");
    for (String name : new String[] {"fallbacks", "damaged", "repaired"}) {
      assertEquals(1, registry.get("keepvolume." + name).tag("volume", "v").counter().count());
    }
  }

  @Test
  void buffersAreGauged() {
    try (var lent = buffers.tryTake(4096).orElseThrow()) {
      assertEquals(4096, lent.buffer().capacity());
      assertEquals(4096, registry.get("keepvolume.buffers.lent").gauge().value());
    }
    assertEquals(0, registry.get("keepvolume.buffers.lent").gauge().value());
    assertEquals(64 << 20, registry.get("keepvolume.buffers.max").gauge().value());
    assertEquals(0, registry.get("keepvolume.buffers.waiting").gauge().value());
  }
}
