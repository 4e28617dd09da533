// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Shows that what the tests lack is named with its remedy. */
class ToolsTest {
  @Test
  void aMissingProgramIsAFailureThatNamesItsPackage() {
    AssertionError e =
        assertThrows(AssertionError.class, () -> Tools.require("no-such-program", "a-package"));
    assertEquals(
        "no-such-program is missing: apt-get install a-package; see CONTRIBUTING.md",
        e.getMessage());
  }

  @Test
  void aRefusedNamespaceIsAFailureThatSaysHowToAllowIt() {
    List<String> refused = List.of("unshare", "--no-such-namespace");
    for (int i = 0; i < 2; i++) {
      AssertionError e = assertThrows(AssertionError.class, () -> Tools.allowed(refused));
      assertTrue(
          e.getMessage().startsWith("unshare --no-such-namespace is refused (exit code 1: "),
          e.getMessage());
      assertTrue(
          e.getMessage()
              .endsWith("allow unprivileged user namespaces or run as root; see CONTRIBUTING.md"),
          e.getMessage());
    }
  }
}
