// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A JVM that says that it is about to install Azurite, and then which script it has got. */
final class NpmInstallMain {
  private NpmInstallMain() {}

  /** Runs it; the arguments are the directories of npm and of the repository. */
  public static void main(String[] arguments) throws IOException {
    NpmInstall install =
        new NpmInstall(
            new Surroundings(Map.of("PATH", arguments[0]), "npm", "3.37.0", Path.of(arguments[1])));
    System.out.println("ready");
    System.out.println(install.blobService());
  }
}
