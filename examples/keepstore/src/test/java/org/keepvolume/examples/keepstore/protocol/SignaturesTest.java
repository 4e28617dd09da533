// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepvolume.config.Secret;
import org.keepvolume.examples.keepstore.protocol.Signatures.Verdict;
import org.keepvolume.testkit.AdjustableClock;

class SignaturesTest {
  private static final String TWO_WEEKS = "1209600";
  private static final String HELLO = "910e45241974d3fa430be0e5b5191af7";
  private static final String SIGNATURE = "1be61b094e1df4359c9bae4231814119f3eea25c";
  private static final String OLDEST = "c685a3a4ef9769df3996d43d384c337149fd056a";
  private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00Z");
  private static final String AT = "@70dbd880";
  private static final String GOOD = HELLO + "+18+A" + SIGNATURE + AT;

  private final AdjustableClock clock = new AdjustableClock(EXPIRY);

  private Signatures signatures(String key, String seconds, boolean withLifetime) {
    Duration lifetime = Duration.ofSeconds(Long.parseLong(seconds));
    return new Signatures(Secret.of(key), lifetime, withLifetime, clock);
  }

  private Verdict judge(String locator) {
    return signatures(Scene.KEY, TWO_WEEKS, true).judge(locator, Scene.TOKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "d41d8cd98f00b204e9800998ecf8427e, 1209600, true, e465608071f2d63b1b56e2c111aa001455e435a8",
    HELLO + ", 1209600, true, " + SIGNATURE,
    HELLO + ", 3600, true, dc90d118eea376f9fc34e586987406f5a19f5a38",
    HELLO + ", 1209600, false, " + OLDEST,
  })
  void signsAndJudgesAsTheOriginal(
      String hash, String seconds, boolean withLifetime, String signature) {
    Signatures signatures = signatures(Scene.KEY, seconds, withLifetime);
    String signed = hash + "+18+A" + signature + AT;
    clock.advance(Duration.ofSeconds(-Long.parseLong(seconds)));
    assertEquals(signed, signatures.sign(hash + "+18", Scene.TOKEN));
    assertEquals(Verdict.GOOD, signatures.judge(signed, Scene.TOKEN));
  }

  @Test
  void eachPartOfWhatIsSignedMatters() {
    Signatures own = signatures(Scene.KEY, TWO_WEEKS, true);
    assertEquals(Verdict.GOOD, own.judge(GOOD, Scene.TOKEN));
    assertEquals(
        Verdict.WRONG, own.judge(GOOD.replace(HELLO, "0" + HELLO.substring(1)), Scene.TOKEN));
    assertEquals(Verdict.WRONG, own.judge(GOOD, Scene.TOKEN + "x"));
    assertEquals(Verdict.WRONG, own.judge(GOOD, "keepvolumetesttoken0123456789"));
    assertEquals(Verdict.WRONG, judge(GOOD.replace(AT, "@70dbd881")));
    assertEquals(Verdict.WRONG, judge(GOOD.replace("+A1", "+A2")));
    assertEquals(
        Verdict.WRONG, signatures(Scene.KEY + "x", TWO_WEEKS, true).judge(GOOD, Scene.TOKEN));
    assertEquals(Verdict.WRONG, signatures(Scene.KEY, "1209601", true).judge(GOOD, Scene.TOKEN));
    assertEquals(Verdict.WRONG, signatures(Scene.KEY, TWO_WEEKS, false).judge(GOOD, Scene.TOKEN));
    assertEquals(Verdict.WRONG, judge(GOOD.replace(SIGNATURE, OLDEST)));
  }

  @Test
  void sizeAndOtherHintsDoNotMatter() {
    assertEquals(Verdict.GOOD, judge(GOOD.replace("+18", "")));
    assertEquals(Verdict.GOOD, judge(GOOD.replace("+18", "+17")));
    assertEquals(Verdict.GOOD, judge(GOOD.replace("+18", "+18+Zx+K@zzzzz") + "+B+C_-@9"));
  }

  @Test
  void anotherFormIsNoSignature() {
    for (String locator :
        new String[] {
          HELLO,
          HELLO + "+18",
          GOOD + "+A" + SIGNATURE + AT,
          GOOD + "+18",
          GOOD + "+z",
          GOOD + "+",
          GOOD + " ",
          "x" + GOOD,
          GOOD.replace("+18", "+x18"),
          GOOD.replace("+A", "+a"),
          GOOD.replace("+A1", "+A"),
          GOOD.replace("@7", "@07"),
          GOOD.replace("@7", "@"),
          GOOD.replace(SIGNATURE, SIGNATURE.toUpperCase(Locale.ROOT)),
          GOOD.replace(AT, AT.toUpperCase(Locale.ROOT)),
          GOOD.toUpperCase(Locale.ROOT),
        }) {
      assertEquals(Verdict.MISSING, judge(locator), locator);
    }
  }

  @Test
  void endsWithTheSecondOfItsExpiryAndIsExpiredBeforeItIsWrong() {
    String forged = GOOD.replace("+A1", "+A2");
    assertEquals(Verdict.GOOD, judge(GOOD));
    clock.advance(Duration.ofMillis(999));
    assertEquals(Verdict.GOOD, judge(GOOD));
    assertEquals(Verdict.WRONG, judge(forged));
    clock.advance(Duration.ofMillis(1));
    assertEquals(Verdict.EXPIRED, judge(GOOD));
    assertEquals(Verdict.EXPIRED, judge(forged));
    assertEquals(Verdict.EXPIRED, judge(GOOD.replace(AT, "@00000000")));
    assertEquals(Verdict.WRONG, judge(GOOD.replace(AT, "@ffffffff")));
  }

  @Test
  void expiryHasEightDigitsAtLeast() {
    clock.set(Instant.ofEpochSecond(1));
    String signed = signatures(Scene.KEY, "10", true).sign(HELLO, Scene.TOKEN);
    assertEquals("@0000000b", signed.substring(signed.indexOf('@')));
  }
}
