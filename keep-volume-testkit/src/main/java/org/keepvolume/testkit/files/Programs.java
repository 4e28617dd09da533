// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Runs programs of the system that do what Java cannot. */
final class Programs {
  private Programs() {}

  /**
   * Runs a program to its end.
   *
   * @param debianPackage what to install if it is missing
   */
  static void run(String debianPackage, String... command) throws IOException {
    Process process = start(debianPackage, command);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    int code;
    try {
      // Unlike waitFor it is not disturbed by an interrupt that a test is about.
      code = process.onExit().join().exitValue();
    } catch (CompletionException e) {
      throw new IOException("waiting for " + List.of(command), e);
    }
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + ": " + output);
    }
  }

  private static Process start(String debianPackage, String... command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          command[0] + " cannot be run: install it (apt-get install " + debianPackage + ")", e);
    }
  }
}
