// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import org.keepvolume.Access;
import org.keepvolume.Volume;
import org.keepvolume.VolumeObserver;

/**
 * What a standard stack is made of, so that another one can be made around the same backend.
 *
 * @param turnLimit of the latest options that asked for serialization
 * @param observers guarded, each once, in the order in which they were given
 */
record Stack(
    Volume backend,
    Access access,
    boolean serialized,
    Duration turnLimit,
    ImmutableSet<VolumeObserver> observers) {
  /** Returns the stack of a backend alone. */
  static Stack of(Volume backend) {
    return new Stack(
        backend, Access.READ_WRITE, false, LayerOptions.defaults().turnLimit(), ImmutableSet.of());
  }

  /** Returns this stack with more of what options ask for, and nothing less. */
  Stack with(LayerOptions options) {
    return new Stack(
        backend,
        stricter(access, options.access()),
        serialized || options.serialized(),
        options.serialized() ? options.turnLimit() : turnLimit,
        options.observer() == VolumeObserver.none()
            ? observers
            : ImmutableSet.<VolumeObserver>builder()
                .addAll(observers)
                .add(VolumeObserver.guarded(options.observer()))
                .build());
  }

  private static Access stricter(Access one, Access other) {
    boolean otherAllowsMore =
        (other.allowsWrite() || !one.allowsWrite()) && (other.allowsTrash() || !one.allowsTrash());
    return otherAllowsMore ? one : other;
  }

  /** Makes the layers between the backend and the checks, without those that change nothing. */
  Volume build() {
    Volume volume = backend;
    if (serialized) {
      volume = new SerializedVolume(volume, turnLimit);
    }
    if (access != Access.READ_WRITE) {
      volume = new RestrictedVolume(volume, access);
    }
    if (!observers.isEmpty()) {
      volume = new ObservedVolume(volume, observers, Ticker.systemTicker());
    }
    return volume;
  }
}
