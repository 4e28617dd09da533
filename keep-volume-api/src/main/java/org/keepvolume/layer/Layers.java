// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.layer;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import javax.annotation.CheckReturnValue;
import org.keepvolume.Access;
import org.keepvolume.Volume;
import org.keepvolume.VolumeObserver;

/**
 * Composes the layers around a backend, in one order, outermost first: checked &gt; observed &gt;
 * restricted &gt; serialized &gt; backend.
 *
 * <p>So a call that breaks the rules of {@link #checked} is nobody's operation and not counted; a
 * call that a read-only mount refuses is counted, as {@link org.keepvolume.CallOutcome#REFUSED},
 * and waits behind no transfer; and the time of an operation includes the wait for its turn.
 *
 * <p>The only public way to make a layer. Each changes one thing and reports capabilities
 * truthfully. All are thread-safe, and hold no thread of their own.
 */
@CheckReturnValue
public final class Layers {
  private Layers() {}

  /**
   * Wraps a backend in the standard layers, with the default options: what applications use, and
   * what the clauses of scope OPENED speak of.
   *
   * @param volume a backend, or a volume that this method returned
   * @return the standard stack around the backend; the same object if the volume is such a stack
   *     already. Closing it closes the backend.
   */
  public static Volume standard(Volume volume) {
    return standard(volume, LayerOptions.defaults());
  }

  /**
   * Wraps a backend in the standard layers, without those that would change nothing.
   *
   * <p>What the backend cannot do is refused by {@link #checked}, what the access does not allow by
   * {@link #restricted}; the stack's capabilities are those of the backend less those that the
   * access takes away.
   *
   * @param volume a backend, or a volume that this method returned: then one new stack is made
   *     around the backend of the old one. The stricter access wins, serialized if either is, with
   *     the turn limit of these options if they say so, and the observers of both are told, the
   *     same object once. The old stack must not be used any more, and not be closed.
   * @param options what the stack does beyond checking
   * @return the standard stack around the backend; the same object if the volume is such a stack
   *     already, of which the options change nothing. Closing it closes the backend.
   */
  public static Volume standard(Volume volume, LayerOptions options) {
    Stack before = volume instanceof CheckedVolume checked ? checked.stack() : Stack.of(volume);
    Stack after = before.with(options);
    return volume instanceof CheckedVolume && after.equals(before)
        ? volume
        : new CheckedVolume(after);
  }

  /**
   * Wraps a volume so that arguments, capabilities and the closed state are checked before it is
   * called.
   *
   * <p>Null arguments: {@link NullPointerException}. More data than {@link Volume#MAX_BLOCK_SIZE}:
   * {@link org.keepvolume.BlockTooLargeException}. A method of a capability that the volume does
   * not declare: {@link org.keepvolume.VolumeUnsupportedException}. After close: {@link
   * IllegalStateException}. Close waits for running calls (LC-6).
   *
   * @param volume the volume below; its capabilities are asked now, and not again
   * @return the checked volume; closing it closes the volume below
   */
  public static Volume checked(Volume volume) {
    return new CheckedVolume(Stack.of(volume));
  }

  /**
   * Wraps a volume so that an observer is told of every operation, close among them, with outcome,
   * bytes and time (OB-1). A sink's or a visitor's exception is {@link
   * org.keepvolume.CallOutcome#CALLER}, as long as the volume lets it pass as the same instance.
   *
   * @param volume the volume below
   * @param observer guarded as {@link VolumeObserver#guarded} says
   * @return the observed volume; closing it closes the volume below
   */
  public static Volume observed(Volume volume, VolumeObserver observer) {
    return new ObservedVolume(
        volume, ImmutableList.of(VolumeObserver.guarded(observer)), Ticker.systemTicker());
  }

  /**
   * Wraps a volume so that what an access does not allow throws {@link
   * org.keepvolume.VolumeReadOnlyException} before the volume is called (RO-1): without writes,
   * write and touch; without trash, every method of {@link org.keepvolume.Capability#TRASH}.
   *
   * @param volume the volume below; its capabilities are asked now, and not again
   * @param access what may be changed
   * @return the restricted volume, whose capabilities are less those that the access takes away;
   *     closing it closes the volume below
   */
  public static Volume restricted(Volume volume, Access access) {
    return new RestrictedVolume(volume, requireNonNull(access, "access"));
  }

  /**
   * Wraps a volume so that one call at a time reads, writes, touches, trashes or untrashes, in the
   * order in which they came; stat, listings, sweep and status do not wait.
   *
   * <p>A call holds its turn until it ends, sinks included. What a sink calls on the same thread
   * belongs to that turn. The wait ends with {@link org.keepvolume.VolumeUnavailableException} past
   * the limit, and with {@link org.keepvolume.CallCancelledException} at an interrupt, nothing
   * having been changed.
   *
   * @param volume the volume below
   * @param turnLimit how long a call waits for its turn at most, more than 0
   * @return the serialized volume; closing it closes the volume below
   * @throws IllegalArgumentException if the limit is 0 or negative
   */
  public static Volume serialized(Volume volume, Duration turnLimit) {
    return new SerializedVolume(volume, turnLimit);
  }
}
