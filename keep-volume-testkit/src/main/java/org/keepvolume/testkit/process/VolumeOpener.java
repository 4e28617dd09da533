// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;

/**
 * Opens the volume under test in the second JVM of an {@link OtherProcess}.
 *
 * <p>That JVM finds the implementation by the name of its class, hence the class is public, is no
 * lambda, and has a public constructor without parameters.
 */
@FunctionalInterface
public interface VolumeOpener {
  /**
   * Opens a volume. Called in the second JVM, once for each {@link OtherProcess#open}, always on
   * the same thread.
   *
   * @param argument what names the device, such as a directory or an endpoint, as given to {@link
   *     OtherProcess#start}
   * @param context clock and trash policy of the first JVM; the clock stands still during a call,
   *     unless it is the system's; there is no executor
   * @return a raw volume, without layers
   * @throws Exception if it can not be opened
   */
  Volume open(String argument, VolumeContext context) throws Exception;
}
