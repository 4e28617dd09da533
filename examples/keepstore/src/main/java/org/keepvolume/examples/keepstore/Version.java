// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

/** What the service calls itself. */
final class Version {
  private Version() {}

  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "keepstore " + (version == null ? "(not from a jar)" : version) + " (Keep Volume)";
  }
}
