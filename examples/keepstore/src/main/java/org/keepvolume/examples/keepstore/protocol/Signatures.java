// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.io.BaseEncoding;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.keepvolume.config.Secret;

/**
 * Signs locators for a client's token, and tells whether a signature is good.
 *
 * <p>The form is that of Arvados Keep: {@code +A}, the lower-case hex HMAC-SHA1 of {@code
 * hash@token@expiry@ttl}, {@code @}, and the expiry in Unix seconds in eight hex digits. The oldest
 * services signed without {@code @ttl}; both ends must agree.
 */
public final class Signatures {
  /** What a signature turned out to be. */
  public enum Verdict {
    /** It fits the block and the token. */
    GOOD,
    /** There is none, or more than one, or the locator has another form. */
    MISSING,
    /** Its time is over, whether it was good or not. */
    EXPIRED,
    /** It was made for another block, token, key or lifetime. */
    WRONG
  }

  private static final String HINTS = "(?:\\+[B-Z][A-Za-z0-9@_-]*)*";
  private static final Pattern SIGNED =
      Pattern.compile(
          "([0-9a-f]{32})(?:\\+[0-9]+)?" + HINTS + "\\+A([0-9a-f]{40})@([0-9a-f]{8})" + HINTS);

  private final byte[] key;
  private final Duration lifetime;
  private final boolean withLifetime;
  private final InstantSource clock;

  /**
   * Makes signatures.
   *
   * @param key the key, used as text
   * @param lifetime how long a signature is good; whole seconds count
   * @param withLifetime whether the lifetime is signed, too; false: the oldest form
   * @param clock tells the present
   */
  public Signatures(Secret key, Duration lifetime, boolean withLifetime, InstantSource clock) {
    this.key = key.reveal().getBytes(UTF_8);
    this.lifetime = lifetime;
    this.withLifetime = withLifetime;
    this.clock = clock;
  }

  /**
   * Signs a locator.
   *
   * @param locator the locator, beginning with the hash
   * @param token what the client sent, as it is: a character for each byte
   * @return the locator with a signature at its end, good from now on
   */
  public String sign(String locator, String token) {
    long expiry = clock.instant().getEpochSecond() + lifetime.toSeconds();
    String hex = "%08x".formatted(expiry);
    return locator + "+A" + signature(locator.substring(0, 32), token, hex) + "@" + hex;
  }

  /**
   * Judges a locator.
   *
   * @param locator the locator of a request
   * @param token what the client sent, a character for each byte
   * @return whether the client may have the block
   */
  public Verdict judge(String locator, String token) {
    Matcher signed = SIGNED.matcher(locator);
    if (!signed.matches()) {
      return Verdict.MISSING;
    }
    String expiry = signed.group(3);
    if (Long.parseLong(expiry, 16) < clock.instant().getEpochSecond()) {
      return Verdict.EXPIRED;
    }
    byte[] expected = signature(signed.group(1), token, expiry).getBytes(UTF_8);
    // Takes the same time wherever the first difference is.
    return MessageDigest.isEqual(expected, signed.group(2).getBytes(UTF_8))
        ? Verdict.GOOD
        : Verdict.WRONG;
  }

  private String signature(String hash, String token, String expiry) {
    String text = hash + "@" + token + "@" + expiry;
    if (withLifetime) {
      text += "@" + Long.toHexString(lifetime.toSeconds());
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return BaseEncoding.base16().lowerCase().encode(mac.doFinal(text.getBytes(ISO_8859_1)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform must have HmacSHA1, see Mac", e);
    }
  }
}
