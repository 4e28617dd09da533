// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * A run of the command in this JVM that ended before a service was there.
 *
 * @param code what it would exit with
 * @param out what it printed
 * @param err what it logged, and said of mistakes
 */
record Ran(int code, String out, String err) {
  static Ran with(String... flags) {
    return with(List.of(flags));
  }

  static Ran with(List<String> flags) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Keepstore(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
            .run(flags);
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Requires an exit for wrong flags, with these mistakes, and where to find all flags. */
  void assertUsage(String... mistakes) {
    StringBuilder expected = new StringBuilder();
    List.of(mistakes).forEach(each -> expected.append("keepstore: ").append(each).append('\n'));
    assertEquals(expected + "keepstore -help prints all flags\n", err);
    assertEquals(2, code);
    assertEquals("", out);
  }

  /** Requires an exit for want of something, with a line that has these words, and no stack. */
  void assertCannotStart(String... words) {
    assertEquals(1, code, err);
    assertEquals("", out);
    // Beside warnings, and what another service of this JVM says while logging begins anew.
    List<String> lines = err.lines().filter(line -> !line.matches(".* (WARN|DEBUG) .*")).toList();
    assertEquals(1, lines.size(), err);
    assertTrue(lines.get(0).startsWith("keepstore: "), err);
    for (String word : words) {
      assertTrue(lines.get(0).contains(word), word + " in " + err);
    }
    assertFalse(err.contains("\tat "), err);
    assertFalse(lines.get(0).matches(".*\\b[a-z]+(\\.[a-z]+)+\\.[A-Z][A-Za-z]+.*"), err);
  }
}
