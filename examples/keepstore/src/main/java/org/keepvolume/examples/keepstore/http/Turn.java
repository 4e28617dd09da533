// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.http;

/** When a request is worked on. */
public enum Turn {
  /** Once one of the places for requests is free. */
  WAITS,

  /** At once, with few others of its kind: it asks volumes, and hangs where a disk does. */
  ASKS_VOLUMES,

  /** At once, with few others of its kind: it waits for nobody but its client. */
  AMONG_FEW,

  /** At once, however many others there are: it waits for nothing. */
  AT_ONCE
}
