// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.mutants;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.Capability;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.memory.MemoryFixture;

/** Mistakes of opening and closing that were thought of from the contract alone. */
final class InventedLifeMutants {
  private InventedLifeMutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.ofFixture(
            Clause.LC_5, "closes the client that others share", InventedLifeMutants::oneClient),
        Mutant.of(
            Clause.LC_5,
            "shuts down the executor it was given",
            (v, raw, c) ->
                new ForwardingVolume(v) {
                  @Override
                  public void close() throws VolumeException {
                    c.executor()
                        .filter(ExecutorService.class::isInstance)
                        .ifPresent(executor -> ((ExecutorService) executor).shutdown());
                    super.close();
                  }
                }),
        Mutant.of(
            Clause.CP_1,
            "hands out a set that can be changed",
            (v, raw, c) -> {
              Set<Capability> capabilities = EnumSet.copyOf(v.capabilities());
              return new ForwardingVolume(v) {
                @Override
                public Set<Capability> capabilities() {
                  return capabilities;
                }
              };
            }),
        Mutant.ofFixture(
            Clause.LC_2, "numbers the volume objects of a device", InventedLifeMutants::numbered));
  }

  private static VolumeFixture numbered() {
    AtomicInteger opened = new AtomicInteger();
    return new MemoryFixture() {
      @Override
      public Volume open(VolumeContext context) throws Exception {
        int number = opened.incrementAndGet();
        return new ForwardingVolume(super.open(context)) {
          @Override
          public String deviceId() {
            return number == 1 ? super.deviceId() : super.deviceId() + '#' + number;
          }
        };
      }
    };
  }

  private static VolumeFixture oneClient() {
    AtomicReference<AtomicBoolean> shared = new AtomicReference<>(new AtomicBoolean());
    return new MemoryFixture() {
      @Override
      public Volume open(VolumeContext context) throws Exception {
        AtomicBoolean closed = shared.updateAndGet(c -> c.get() ? new AtomicBoolean() : c);
        return new ForwardingVolume(super.open(context)) {
          @Override
          public int read(BlockHash hash, BlockSink sink) throws IOException {
            if (closed.get()) {
              throw new VolumeUnavailableException(
                  Operation.READ, hash, deviceId(), "the client is closed", null, null);
            }
            return super.read(hash, sink);
          }

          @Override
          public void close() throws VolumeException {
            closed.set(true);
            super.close();
          }
        };
      }
    };
  }
}
