// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.embedding;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.keepvolume.BlockHash;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.observe.StoreObserver;
import org.keepvolume.store.BufferPool;

/** Tells a registry of Micrometer what the store tells. No tag depends on a block. */
final class MicrometerObserver implements StoreObserver {
  private final MeterRegistry registry;
  private final Map<Tags, AtomicInteger> running = new ConcurrentHashMap<>();

  MicrometerObserver(MeterRegistry registry, BufferPool buffers) {
    this.registry = registry;
    bytes("max", buffers, BufferPool::maxBytes);
    bytes("reserved", buffers, BufferPool::reservedBytes);
    bytes("lent", buffers, BufferPool::lentBytes);
    Gauge.builder("keepvolume.buffers.waiting", buffers, BufferPool::waiting).register(registry);
  }

  private void bytes(String what, BufferPool pool, ToDoubleFunction<BufferPool> value) {
    Gauge.builder("keepvolume.buffers." + what, pool, value)
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }

  @Override
  public void started(String volume, Operation operation) {
    running(volume, operation).incrementAndGet();
  }

  @Override
  public void finished(FinishedCall call) {
    running(call.volume(), call.operation()).decrementAndGet();
    Tags tags = tags(call.volume(), call.operation()).and("outcome", call.outcome().name());
    registry.timer("keepvolume.calls", tags).record(Duration.ofNanos(call.nanos()));
    registry.counter("keepvolume.bytes", tags).increment((double) call.bytes());
  }

  @Override
  public void backendCall(String volume, String call, boolean succeeded, long nanos) {
    Tags tags = Tags.of("volume", volume, "call", call, "succeeded", Boolean.toString(succeeded));
    registry.timer("keepvolume.backend.calls", tags).record(Duration.ofNanos(nanos));
  }

  @Override
  public void fellBack(Operation operation, BlockHash hash, String volume, VolumeException reason) {
    registry.counter("keepvolume.fallbacks", tags(volume, operation)).increment();
  }

  @Override
  public void damagedCopySeen(BlockHash hash, String volume) {
    registry.counter("keepvolume.damaged", "volume", volume).increment();
  }

  @Override
  public void repaired(BlockHash hash, String volume) {
    registry.counter("keepvolume.repaired", "volume", volume).increment();
  }

  private AtomicInteger running(String volume, Operation operation) {
    return running.computeIfAbsent(
        tags(volume, operation),
        tags -> registry.gauge("keepvolume.running", tags, new AtomicInteger()));
  }

  private static Tags tags(String volume, Operation operation) {
    return Tags.of("volume", volume, "operation", operation.toString());
  }
}
