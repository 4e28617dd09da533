// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.memory;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.keepvolume.testkit.DeviceFault.ANSWER_LOST;
import static org.keepvolume.testkit.DeviceFault.LISTING_BROKEN_OFF;

import java.util.Optional;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.testkit.memory.MemoryDevice.Stored;

/** One running call of an {@link InMemoryVolume}: its permit, its interrupts, its exceptions. */
final class MemoryCall implements AutoCloseable {
  private final MemoryDevice device;
  private final Operation operation;
  private final @Nullable BlockHash hash;
  private boolean holding;
  private int entries;

  MemoryCall(MemoryDevice device, Operation operation, @Nullable BlockHash hash) {
    this.device = device;
    this.operation = operation;
    this.hash = hash;
  }

  /** Waits for the device's permit, interruptibly and not for ever (CX-1, CX-2). */
  MemoryCall hold() throws VolumeException {
    try {
      checkInterrupted();
      holding = device.permit.tryAcquire(device.limit().toNanos(), NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancelled(e);
    }
    if (!holding) {
      throw unavailable("no answer within " + device.limit());
    }
    return this;
  }

  /** Gives the permit back, if it is held. */
  @Override
  public void close() {
    if (holding) {
      holding = false;
      device.permit.release();
    }
  }

  void checkInterrupted() throws CallCancelledException {
    if (Thread.currentThread().isInterrupted()) {
      throw cancelled(null);
    }
  }

  /** Goes on to the next entry of a listing. */
  void next() throws VolumeException {
    checkInterrupted();
    entries++;
    if (entries > 1 && device.strikes(LISTING_BROKEN_OFF)) {
      throw unavailable("the device broke off in the middle");
    }
  }

  /** Receives the device's answer to a change that it has made. */
  void answer() throws VolumeException {
    if (device.strikes(ANSWER_LOST)) {
      throw unavailable("the answer was lost");
    }
  }

  /** Returns the live block, if there is one. */
  Optional<Stored> plain() throws VolumeException {
    Optional<Stored> stored = Optional.ofNullable(device.live.get(hash));
    if (stored.isPresent() && stored.get().kind() != null) {
      String detail = "a " + stored.get().kind() + ", not a block";
      throw new VolumeFailureException(operation, hash, device.id(), detail, null);
    }
    return stored;
  }

  /** Returns the live block. */
  Stored requirePlain() throws VolumeException {
    return plain().orElseThrow(this::missing);
  }

  BlockNotFoundException missing() {
    return new BlockNotFoundException(operation, hash, device.id(), "not stored here", null);
  }

  VolumeUnavailableException unavailable(String detail) {
    return new VolumeUnavailableException(operation, hash, device.id(), detail, null, null);
  }

  private CallCancelledException cancelled(@Nullable InterruptedException cause) {
    return new CallCancelledException(operation, hash, device.id(), "interrupted", cause);
  }
}
