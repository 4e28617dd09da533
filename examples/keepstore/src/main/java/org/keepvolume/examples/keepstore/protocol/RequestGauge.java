// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

/** Tells how many requests are worked on. */
public interface RequestGauge {
  /** Returns how many requests are worked on now. */
  int current();

  /** Returns how many are worked on at most. */
  int max();
}
