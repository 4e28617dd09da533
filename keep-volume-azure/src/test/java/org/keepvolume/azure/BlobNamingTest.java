// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prefixes that a service takes, and those that it would change in silence. */
final class BlobNamingTest {
  private static void refused(String prefix, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              BlobNaming unused = BlobNaming.plain().withPrefix(prefix);
            });
    assertEquals(message, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "keep/", "keep-", "a/b/c/", "a.b/", ".keep", "v1.", "ü/é ", "😀/"})
  void prefixIsTakenAsItIs(String prefix) {
    assertEquals(prefix, BlobNaming.plain().withPrefix(prefix).prefix());
    assertEquals(prefix, BlobNaming.plain().sharded().withPrefix(prefix).prefix());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/keep", "a//b", "a./b", "../a", "./"})
  void slashesAndDotsThatAServiceTakesOffAreRefused(String prefix) {
    refused(
        prefix,
        "blob prefix is \""
            + prefix
            + "\"; expected no slash at its beginning or after another, and no dot before one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\tb", "a\n", "\u0000", "a\\b", "\ud800", "\u202e", "\uffff", "\u2028"})
  void charactersThatNoUrlHasAreRefused(String prefix) {
    refused(prefix, "blob prefix has a control character, a backslash or half a character");
  }

  @Test
  void lengthIsLimited() {
    assertEquals(900, BlobNaming.plain().withPrefix("a".repeat(900)).prefix().length());
    refused("a".repeat(901), "blob prefix has 901 characters; expected at most 900");
    refused("a/".repeat(251), "blob prefix has more than 250 slashes");
  }

  @Test
  void dotBeforeTheFirstFolderOfAShardIsNoDotBeforeASlash() {
    // v1.3/37b/..: the dot is inside the segment v1.3
    assertEquals("v1.", BlobNaming.plain().withPrefix("v1.").sharded().prefix());
  }

  @Test
  void namingsAreEqualIfTheirNamesAre() {
    BlobNaming naming = BlobNaming.plain().withPrefix("keep/").sharded();
    assertEquals(naming, BlobNaming.plain().sharded().withPrefix("keep/"));
    assertEquals(naming.hashCode(), BlobNaming.plain().sharded().withPrefix("keep/").hashCode());
    assertNotEquals(naming, BlobNaming.plain().withPrefix("keep/"));
    assertNotEquals(naming, BlobNaming.plain().sharded());
    assertTrue(naming.isSharded());
    assertFalse(BlobNaming.plain().isSharded());
    assertEquals("keep/<1 digit>/<3 digits>/<hash>", naming.toString());
    assertEquals("<hash>", BlobNaming.plain().toString());
  }
}
