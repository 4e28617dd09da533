// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.annotation.CheckReturnValue;
import javax.annotation.Nullable;

/** What an application hands to every volume it opens: clock, trash policy, threads, observer. */
@CheckReturnValue
public final class VolumeContext {
  private static final VolumeContext DEFAULTS =
      new VolumeContext(
          InstantSource.system(), TrashPolicy.defaults(), null, VolumeObserver.none());

  private final InstantSource clock;
  private final TrashPolicy trashPolicy;
  private final @Nullable Executor executor;
  private final VolumeObserver observer;

  private VolumeContext(
      InstantSource clock,
      TrashPolicy trashPolicy,
      @Nullable Executor executor,
      VolumeObserver observer) {
    this.clock = requireNonNull(clock, "clock");
    this.trashPolicy = requireNonNull(trashPolicy, "trashPolicy");
    this.executor = executor;
    this.observer = VolumeObserver.guarded(observer);
  }

  /**
   * Returns the defaults.
   *
   * @return a context with the system's clock, {@link TrashPolicy#defaults}, no executor and no
   *     observer
   */
  public static VolumeContext defaults() {
    return DEFAULTS;
  }

  /**
   * Returns this context with another clock. The volume takes all time from it; where the device
   * has a clock of its own and the source is the system's, the device's wins.
   *
   * @param clock the source of the present time; called from any thread
   * @return the changed context
   */
  public VolumeContext withClock(InstantSource clock) {
    return new VolumeContext(clock, trashPolicy, executor, observer);
  }

  /**
   * Returns this context with another trash policy.
   *
   * @param trashPolicy minimum age and trash lifetime
   * @return the changed context
   */
  public VolumeContext withTrashPolicy(TrashPolicy trashPolicy) {
    return new VolumeContext(clock, trashPolicy, executor, observer);
  }

  /**
   * Returns this context with an executor for the volume's parallel work. It stays the caller's:
   * the volume does not shut it down, and it must run until the volume is closed.
   *
   * @param executor runs tasks that may block; must not run them on the submitting thread
   * @return the changed context
   */
  public VolumeContext withExecutor(Executor executor) {
    return new VolumeContext(clock, trashPolicy, requireNonNull(executor, "executor"), observer);
  }

  /**
   * Returns this context with an observer of what the backend does below its operations: its {@link
   * VolumeObserver#backendCall} alone is told. Operations are told to the observer of {@link
   * org.keepvolume.layer.LayerOptions}.
   *
   * @param observer told from any thread; guarded as {@link VolumeObserver#guarded} says
   * @return the changed context
   */
  public VolumeContext withObserver(VolumeObserver observer) {
    return new VolumeContext(clock, trashPolicy, executor, observer);
  }

  /**
   * Returns the source of the present time.
   *
   * @return the clock
   */
  public InstantSource clock() {
    return clock;
  }

  /**
   * Returns the trash policy.
   *
   * @return minimum age and trash lifetime
   */
  public TrashPolicy trashPolicy() {
    return trashPolicy;
  }

  /**
   * Returns the executor for the volume's parallel work.
   *
   * @return the executor; empty: a volume that needs threads makes a pool of daemon threads at
   *     first need and ends it in close
   */
  public Optional<Executor> executor() {
    return Optional.ofNullable(executor);
  }

  /**
   * Returns the observer that a backend tells of its requests or system calls.
   *
   * @return the observer, guarded: it throws nothing; {@link VolumeObserver#none} if none was given
   */
  public VolumeObserver observer() {
    return observer;
  }
}
