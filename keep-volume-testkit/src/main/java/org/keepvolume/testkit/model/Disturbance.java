// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

/** What was done to a call. */
enum Disturbance {
  /** Nothing. */
  NONE,
  /** It was made to fail before the volume was asked. */
  FAULT,
  /** It was made to fail by the device, or after it was done. */
  ANSWER_LOST,
  /** Its thread was interrupted before it began. */
  CANCEL
}
