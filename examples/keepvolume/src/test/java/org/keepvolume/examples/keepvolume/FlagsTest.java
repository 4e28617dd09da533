// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlagsTest {
  @Test
  void flagsOfAllTypesArePrinted() {
    Command flags = Command.run("flags");
    assertEquals(0, flags.exitCode(), flags.toString());
    assertEquals("", flags.err());
    for (String flag : new String[] {"-volume", "-posix-durability", "-memory-device"}) {
      assertTrue(flags.out().contains("\n  " + flag), flags.out());
    }
  }

  @Test
  void checkPrintsThemWhereHelpStandsAmongTheFlags() {
    assertEquals(Command.run("flags").out(), Command.run("check", "--", "-help").out());
  }
}
