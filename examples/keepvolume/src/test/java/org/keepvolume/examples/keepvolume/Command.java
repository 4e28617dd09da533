// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command in this process. */
final class Command {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final int exitCode;

  private Command(String... args) {
    exitCode =
        KeepVolume.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
  }

  static Command run(String... args) {
    return new Command(args);
  }

  /** Runs it, and returns the one line that tells what is wrong. */
  static String mistake(String... args) {
    Command refused = run(args);
    assertEquals(2, refused.exitCode, refused.toString());
    assertEquals("", refused.out(), refused.toString());
    assertEquals(1, refused.err().lines().count(), refused.toString());
    assertFalse(refused.err().contains("Exception"), refused.toString());
    return refused.err().strip();
  }

  int exitCode() {
    return exitCode;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  @Override
  public String toString() {
    return "exit code " + exitCode + "\n" + out + "\n" + err;
  }
}
