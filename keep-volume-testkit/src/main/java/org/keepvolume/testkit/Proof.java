// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

/** What stood behind the volume when a clause was tested. */
public enum Proof {
  /** The device itself, as its users have it. */
  REAL_DEVICE("real device"),
  /** Another program that imitates the device. */
  EMULATOR("emulator"),
  /** A server that gives the answers a test wants. */
  SCRIPTED_SERVER("scripted server"),
  /** The kit's own model of a device. */
  REFERENCE("reference");

  private final String words;

  Proof(String words) {
    this.words = words;
  }

  /** Returns the words of the report, such as {@code real device}. */
  @Override
  public String toString() {
    return words;
  }
}
