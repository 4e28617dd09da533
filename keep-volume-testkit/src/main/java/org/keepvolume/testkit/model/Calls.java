// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import javax.annotation.Nullable;
import org.keepvolume.Operation;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess.Injection;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;
import org.keepvolume.testkit.fault.NthCall;

/** The volumes of a walk, and calls on them with what is to go wrong in the next one. */
final class Calls implements AutoCloseable {
  private final VolumeFixture fixture;
  private final VolumeContext context;
  private final @Nullable Volume[] volumes = new Volume[2];
  private final DeviceClock device;
  private @Nullable FaultKind fault;
  private boolean cancel;
  private boolean flagLost;
  private int current;

  Calls(VolumeFixture fixture, TrashPolicy policy) throws Exception {
    this.fixture = fixture;
    context = VolumeContext.defaults().withClock(fixture.time().clock()).withTrashPolicy(policy);
    device = DeviceClock.of(fixture, volume(0));
  }

  DeviceClock device() {
    return device;
  }

  private Volume volume(int number) throws Exception {
    Volume volume = volumes[number];
    if (volume == null) {
      volume = fixture.open(context);
      volumes[number] = volume;
    }
    return volume;
  }

  /** Makes the volume on which calls are made the first or the second; returns which it was. */
  int use(int number) {
    int before = current;
    current = number;
    return before;
  }

  void failNext(FaultKind kind) {
    fault = kind;
    cancel = false;
  }

  void cancelNext() {
    cancel = true;
    fault = null;
  }

  /** Forgets what was to go wrong in the next call. */
  void calm() {
    cancel = false;
    fault = null;
  }

  void reopen() throws Exception {
    Volume volume = volume(current);
    volumes[current] = null;
    volume.close();
    volumes[current] = fixture.open(context);
  }

  Reply call(Operation operation, Reply.Call call) throws Exception {
    Disturbance disturbance = disturbance();
    FaultKind kind = fault;
    calm();
    Volume volume = volume(current);
    if (kind == FaultKind.BEFORE || kind == FaultKind.LOST) {
      volume = faulty(volume, operation, kind);
    }
    Injection injection = kind == FaultKind.DEVICE ? inject(operation) : () -> {};
    try {
      return made(volume, call, disturbance);
    } finally {
      injection.close();
    }
  }

  private Disturbance disturbance() {
    if (cancel) {
      return Disturbance.CANCEL;
    }
    if (fault == null) {
      return Disturbance.NONE;
    }
    return fault == FaultKind.BEFORE ? Disturbance.FAULT : Disturbance.ANSWER_LOST;
  }

  private Reply made(Volume volume, Reply.Call call, Disturbance disturbance) {
    Instant deviceStart = device.now();
    Instant start = fixture.time().clock().instant();
    Object value = null;
    Exception thrown = null;
    if (disturbance == Disturbance.CANCEL) {
      Thread.currentThread().interrupt();
    }
    try {
      value = call.on(volume);
    } catch (IOException | RuntimeException e) {
      thrown = e;
    } finally {
      flagLost = disturbance == Disturbance.CANCEL && !Thread.interrupted();
    }
    Span clock = new Span(start, fixture.time().clock().instant());
    When when = new When(new Span(deviceStart, device.now()), clock);
    Reply.Kind answer = thrown == null ? Reply.Kind.DONE : Reply.kind(thrown);
    return new Reply(answer, value, thrown, when, disturbance);
  }

  /** Tells whether the last call took away the interrupt flag that it was given. */
  boolean flagLost() {
    return flagLost;
  }

  /** Returns a volume whose first call of an operation goes wrong. */
  @SuppressWarnings("resource") // there is nothing that hangs, and a fault that is not used is fine
  private static Volume faulty(Volume volume, Operation operation, FaultKind kind) {
    FaultScript script = new FaultScript();
    NthCall first = script.on(operation, 1);
    boolean changes =
        switch (operation) {
          case WRITE, TOUCH, TRASH, UNTRASH, EMPTY_TRASH -> true;
          default -> false;
        };
    if (kind == FaultKind.LOST && changes) {
      first.loseAnswer();
    } else {
      first.unavailable();
    }
    return new FaultyVolume(volume, script);
  }

  private Injection inject(Operation operation) throws Exception {
    Optional<DeviceFault> fault =
        switch (operation) {
          case WRITE, TOUCH, TRASH, UNTRASH -> Optional.of(DeviceFault.ANSWER_LOST);
          case INDEX, INDEX_TRASH -> Optional.of(DeviceFault.LISTING_BROKEN_OFF);
          case EMPTY_TRASH -> Optional.of(DeviceFault.SWEEP_BROKEN_OFF);
          default -> Optional.empty();
        };
    Optional<Injection> injection =
        fault.isPresent() ? fixture.raw().inject(fault.get()) : Optional.empty();
    return injection.orElse(() -> {});
  }

  /** Closes both volumes, the second even if the first fails. */
  @Override
  public void close() throws VolumeException {
    calm();
    try {
      close(volumes[0]);
    } finally {
      close(volumes[1]);
    }
  }

  private static void close(@Nullable Volume volume) throws VolumeException {
    if (volume != null) {
      volume.close();
    }
  }
}
