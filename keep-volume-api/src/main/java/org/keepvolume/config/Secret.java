// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import javax.annotation.Nullable;

/** A text that must not be shown: it prints as {@code <redacted>} (SE-1). */
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * Makes a secret.
   *
   * @param text what must not be shown
   * @return the secret
   */
  public static Secret of(String text) {
    return new Secret(requireNonNull(text, "text"));
  }

  /**
   * Returns the text, for those who need it to open something.
   *
   * @return the text, which must not get into a message or log
   */
  public String reveal() {
    return text;
  }

  /** Compares in a time that does not depend on where two secrets differ. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns {@code <redacted>}. */
  @Override
  public String toString() {
    return "<redacted>";
  }
}
