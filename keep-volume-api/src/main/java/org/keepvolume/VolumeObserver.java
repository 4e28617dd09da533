// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/**
 * Is told of the calls of volumes: what metrics and status pages are made of (OB-1).
 *
 * <p>Every method does nothing unless overridden. Each is called on the thread that makes the call
 * it tells of, from any number of threads at once, and takes that call's time: count and return. An
 * observer must not call the volume it observes.
 *
 * <p>An observer cannot harm a call. Whoever takes one guards it, as {@link #guarded} says: what it
 * throws is logged once and dropped.
 */
public interface VolumeObserver {
  /**
   * Tells that an operation begins. For each begin, {@link #finished} is told once, on the same
   * thread.
   *
   * @param volume the volume's device id
   * @param operation the operation; never {@link Operation#OPEN}
   */
  default void started(String volume, Operation operation) {}

  /**
   * Tells that an operation has ended, be it with success or not.
   *
   * @param call what is known of it
   */
  default void finished(FinishedCall call) {}

  /**
   * Tells that a backend has made one request or system call, of which an operation may need
   * several, or none. Backends tell as much as their documentation says.
   *
   * @param volume the volume's device id
   * @param call what was called, such as {@code Get Blob} or {@code fsync}; one of few names, made
   *     for people, without anything that varies from call to call
   * @param succeeded whether it did what was asked
   * @param nanos how long it took, in nanoseconds, 0 or more
   */
  default void backendCall(String volume, String call, boolean succeeded, long nanos) {}

  /**
   * Returns the observer that does nothing.
   *
   * @return the same object at each call
   */
  static VolumeObserver none() {
    return NoObserver.NONE;
  }

  /**
   * Returns an observer that passes everything on and throws nothing the given one throws:
   * exceptions and errors are logged, the first of them with its stack trace and the rest not at
   * all, and dropped. Errors of the virtual machine, such as a full stack or heap, and {@link
   * ThreadDeath} go on to the caller, since they are not about the observer alone.
   *
   * @param observer any observer
   * @return the guarded observer, equal to every other guard of the same object; the given object
   *     itself if it is guarded already, or {@link #none}
   */
  static VolumeObserver guarded(VolumeObserver observer) {
    return observer instanceof GuardedObserver || observer == none()
        ? observer
        : new GuardedObserver(observer);
  }
}
