// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;

/** Secrets that open nothing, and must not be seen anywhere. */
final class Canaries {
  /** A key: the base 64 of 64 bytes. */
  static final String KEY =
      "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmFyeS0wMDE5Nzg2NA==";

  static final String SIGNATURE = "c2lnbmF0dXJlLWNhbmFyeQ%3D%3D";

  static final String SAS = "?sv=2025-11-05&ss=b&srt=sco&sp=rwdlac&sig=" + SIGNATURE;

  static final String TOKEN = "eyJjYW5hcnkiOiJ0b2tlbiJ9.Y2FuYXJ5LXRva2Vu.c2lnbmVkLWNhbmFyeQ";

  private static final List<String> PARTS =
      List.of(
          KEY.substring(2, 12),
          KEY.substring(40, 50),
          SIGNATURE.substring(2, 12),
          TOKEN.substring(2, 12));

  private Canaries() {}

  /** Fails if a text has a part of a secret in it. */
  static void assertHidden(String text) {
    PARTS.forEach(part -> assertFalse(text.contains(part), text));
  }

  /** Fails if an exception, or one of its causes, shows a part of a secret. */
  static void assertHidden(Throwable thrown) {
    Stream.iterate(thrown, e -> e != null, Throwable::getCause)
        .forEach(e -> assertHidden(e.toString()));
  }
}
