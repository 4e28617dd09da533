// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

/** When a request is worked on. */
public enum Turn {
  /** Once one of the places for requests is free. */
  WAITS,

  /** At once, with few others of its kind: it may hang where a disk does. */
  AMONG_FEW,

  /** At once: it waits for nothing. */
  AT_ONCE
}
