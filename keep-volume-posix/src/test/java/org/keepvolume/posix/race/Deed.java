// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.race;

/** What a thread of a race does. */
enum Deed {
  TOUCH,
  WRITE,
  TRASH,
  UNTRASH,
  SWEEP,
  READ,
  STAT,
  INDEX
}
