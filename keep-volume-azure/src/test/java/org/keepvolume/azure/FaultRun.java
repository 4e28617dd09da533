// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import java.util.List;

/**
 * How the tests of faults are run in a JVM: whole and in silence with an account's key, unless a
 * test of secrets starts a JVM where it is otherwise.
 *
 * @param credential what opens the account
 * @param attempts how often a request is sent in all; with 1, each fault comes out of its call
 * @param every of how many calls of the matrix one is tried, with all that may happen to it
 * @param isShown whether all that volumes show is printed
 */
record FaultRun(Credential credential, int attempts, int every, boolean isShown) {
  private static final String CREDENTIAL = "keepvolume.azure.faults.credential";
  private static final String ATTEMPTS = "keepvolume.azure.faults.attempts";
  private static final String EVERY = "keepvolume.azure.faults.every";
  private static final String SHOWN = "keepvolume.azure.faults.shown";

  /** One more than there are faults of one request in a row. */
  private static final int ENOUGH = 5;

  static final FaultRun OF_THIS_JVM =
      new FaultRun(
          Credential.valueOf(System.getProperty(CREDENTIAL, Credential.KEY.name())),
          Integer.getInteger(ATTEMPTS, ENOUGH),
          Integer.getInteger(EVERY, 1),
          Boolean.getBoolean(SHOWN));

  /** Returns one that gets over the faults, and prints what it shows. */
  static FaultRun patient(Credential credential, int every) {
    return new FaultRun(credential, ENOUGH, every, true);
  }

  /** Returns one whose calls fail by each fault, against what its tests demand. */
  static FaultRun impatient(Credential credential, int every) {
    return new FaultRun(credential, 1, every, true);
  }

  boolean isPatient() {
    return attempts == ENOUGH;
  }

  /** Returns the options of a JVM that runs them so, and starts soon. */
  List<String> options() {
    return List.of(
        "-XX:TieredStopAtLevel=1", // most of it runs a few times
        "-XX:+UseSerialGC",
        "-D" + CREDENTIAL + "=" + credential.name(),
        "-D" + ATTEMPTS + "=" + attempts,
        "-D" + EVERY + "=" + every,
        "-D" + SHOWN + "=" + isShown);
  }
}
