// SPDX-License-Identifier: Apache-2.0
package org.keepvolume;

/**
 * What a {@link Volume} may implement, too, whose device the operating system can tell from others:
 * one device mounted twice is then found even where its device ids differ (ST-6).
 *
 * <p>A block store looks for it below the layers, by {@link
 * org.keepvolume.layer.ForwardingVolume#unwrap}.
 */
public interface DeviceIdentity {
  /**
   * Returns what the operating system knows the device by, in this process.
   *
   * <p>Any thread may call, also after close. Does no I/O and never fails.
   *
   * @return an object that equals that of another volume object exactly if both are on one device;
   *     the same on each call
   */
  Object deviceIdentity();
}
