// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A small JVM with the class path of the tests. */
final class TestJvm {
  private TestJvm() {}

  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(command, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m");
    command.add("-Dazurite.version=" + System.getProperty("azurite.version"));
    Collections.addAll(command, "-cp", System.getProperty("java.class.path"), main.getName());
    Collections.addAll(command, arguments);
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }
}
