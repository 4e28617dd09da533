// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import java.io.IOException;

/**
 * A JVM that starts an Azurite of its own, says which process it is, and waits for its input's end.
 */
final class AzuriteMain {
  private AzuriteMain() {}

  /** Runs it; it takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    NpmAzurite started = NpmAzurite.start(Surroundings.ofThisJvm());
    System.out.println(started.process().pid());
    System.in.transferTo(System.err);
  }
}
