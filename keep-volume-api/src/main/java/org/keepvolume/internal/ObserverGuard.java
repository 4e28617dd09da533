// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.internal;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.concurrent.ThreadSafe;

/** Keeps what a user's observer throws away from the call it was told of: logged once, dropped. */
@ThreadSafe
public final class ObserverGuard {
  private static final System.Logger LOG = System.getLogger("org.keepvolume.VolumeObserver");

  private final Object observer;
  private final AtomicBoolean logged = new AtomicBoolean();

  /** Makes the guard of one observer. */
  public ObserverGuard(Object observer) {
    this.observer = requireNonNull(observer, "observer");
  }

  /**
   * Tells the observer something; what it throws is dropped, and the first of it logged.
   *
   * @throws VirtualMachineError if it threw one, such as a stack that is full: it concerns more
   *     than the observer; a {@link ThreadDeath} likewise
   */
  public void tell(Runnable call) {
    try {
      call.run();
    } catch (VirtualMachineError | ThreadDeath e) {
      throw e;
    } catch (Throwable e) {
      drop(e);
    }
  }

  private void drop(Throwable thrown) {
    if (logged.compareAndSet(false, true)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the observer "
              + observer.getClass().getName()
              + " threw; what it throws from now on is dropped without a word",
          thrown);
    }
  }

  /** Tells whether this is a guard of the same observer. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ObserverGuard guard && guard.observer == observer;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(observer);
  }

  /** Returns the observer's class. */
  @Override
  public String toString() {
    return "guarded " + observer.getClass().getName();
  }
}
