// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

/** Where the emulator of the tests comes from. */
public enum AzuriteLane {
  /** One that runs already, named by {@code KEEPVOLUME_AZURITE_ENDPOINT}. */
  ENDPOINT("endpoint"),

  /** A container, started by Testcontainers. */
  TESTCONTAINERS("testcontainers"),

  /** A process of Node.js, with what npm has installed. */
  NPM("npm");

  private final String lowerCase;

  AzuriteLane(String lowerCase) {
    this.lowerCase = lowerCase;
  }

  /** Returns the name that the system property {@code keepvolume.azurite} has for it. */
  @Override
  public String toString() {
    return lowerCase;
  }
}
