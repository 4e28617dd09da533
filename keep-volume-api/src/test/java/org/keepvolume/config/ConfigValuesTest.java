// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.config.TestSchemas.Durability;

/** What each kind of value is written as, and what is refused. */
final class ConfigValuesTest {
  private static final ConfigKey<Duration> DURATION = ConfigKey.duration("d", "");
  private static final ConfigKey<Duration> SECONDS = ConfigKey.seconds("d", "");
  private static final ConfigKey<Long> SIZE = ConfigKey.size("s", "", 0, Long.MAX_VALUE);
  private static final ConfigKey<Integer> INTEGER = ConfigKey.integer("i", "", -100, 100_000);
  private static final ConfigKey<Boolean> BOOL = ConfigKey.bool("b", "");

  private static <T> T same(ConfigKey<T> key, String text) throws BadValueException {
    T value = key.parse(text);
    assertEquals(value, key.parse(key.print(value)), "read again from " + key.print(value));
    return value;
  }

  private static String refused(ConfigKey<?> key, String text) {
    return assertThrows(BadValueException.class, () -> key.parse(text)).getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "+0, PT0S",
    "0s, PT0S",
    "336h, PT336H",
    "336h0m0s, PT336H",
    "1m30s, PT1M30S",
    "+5s, PT5S",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "100ms, PT0.1S",
    "1500us, PT0.0015S",
    "7µs, PT0.000007S",
    "7μs, PT0.000007S",
    "1h1ns, PT1H0.000000001S",
    "0.9ns, PT0S",
    "1s1s, PT2S",
    "P14D, PT336H",
    "PT1.5S, PT1.5S",
    "2562047h47m16.854775807s, PT2562047H47M16.854775807S",
  })
  void durationsAreThoseOfGoAndOfIso(String text, Duration expected) throws BadValueException {
    assertEquals(expected, same(DURATION, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "h", "5", "05", "1d", "1 h", "1h ", "-", "+", ".", ".s", "1..5s", "1e3s", "1h30",
        "1H", "٣s", "PT", "P", "P1Y", "--1s", "1,5s", "1_000s", "0x10s", "∞", "1h\n"
      })
  void whatIsNoDurationIsRefused(String text) {
    String message = refused(DURATION, text);
    assertTrue(message.endsWith("expected a duration, such as 336h, 1m30s or PT336H"), message);
  }

  @Test
  void aRefusedDurationSaysWhy() {
    String expected = ", expected a duration, such as 336h, 1m30s or PT336H";
    assertEquals("\"5\": the unit is missing" + expected, refused(DURATION, "5"));
    assertEquals("\"-5s\": it is negative" + expected, refused(DURATION, "-5s"));
    assertEquals("\"PT-5S\": it is negative" + expected, refused(DURATION, "PT-5S"));
    assertEquals("\"2562048h\": it is too long" + expected, refused(DURATION, "2562048h"));
    assertEquals("\"P365000D\": it is too long" + expected, refused(DURATION, "P365000D"));
  }

  @ParameterizedTest
  @CsvSource({
    "PT336H, 336h",
    "PT1M30S, 1m30s",
    "PT0.1S, 100ms",
    "PT1.0015S, 1s1500us",
    "PT0.000000001S, 1ns",
    "PT0S, 0",
    "PT-5S, PT-5S"
  })
  void durationsArePrintedAsGoReadsThem(Duration duration, String expected) {
    assertEquals(expected, DURATION.print(duration));
  }

  @ParameterizedTest
  @CsvSource({"1209600, PT336H", "0, PT0S", "0x10, PT16S", "010, PT8S", "336h, PT336H"})
  void secondsAreNumbersOrDurations(String text, Duration expected) throws BadValueException {
    assertEquals(expected, same(SECONDS, text));
  }

  @Test
  void secondsHaveTheRangeOfDurations() throws BadValueException {
    assertEquals(Duration.ofSeconds(9_223_372_036L), same(SECONDS, "9223372036"));
    assertTrue(refused(SECONDS, "9223372037").startsWith("\"9223372037\": it is too long"));
    assertTrue(refused(SECONDS, "-1").startsWith("\"-1\": it is negative"));
    assertTrue(refused(SECONDS, "9".repeat(30)).contains("it is too large"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "67108864, 67108864",
    "64MiB, 67108864",
    "64 MiB, 67108864",
    "64m, 67108864",
    "1G, 1073741824",
    "1KiB, 1024",
    "3GiB, 3221225472",
    "1TiB, 1099511627776",
    "1kB, 1000",
    "1MB, 1000000",
    "1GB, 1000000000",
    "1TB, 1000000000000",
    "7B, 7",
    "0x4000000, 67108864",
    "0100, 64",
    "9223372036854775807, 9223372036854775807",
    "8388607TiB, 9223370937343148032"
  })
  void sizesHaveUnitsOrAreNumbersAsGoReadsThem(String text, long expected)
      throws BadValueException {
    assertEquals(expected, same(SIZE, text));
  }

  @ParameterizedTest
  @CsvSource({
    "64mib, ': the unit is unknown, did you mean MiB?, expected'",
    "64KB, ': the unit is unknown, did you mean kB?, expected'",
    "64X, ': the unit is unknown, expected'",
    "8388608TiB, ': it is too large, expected'",
    "9223372036854775808, ': it is too large, expected'",
    "064MiB, ': expected'",
    "-1, ': expected'",
    "1.5GiB, ': expected'",
    "'64  MiB', ': expected'",
    "1_000, ': expected'",
    "MiB, ': expected'",
    "٣, ': expected'"
  })
  void whatIsNoSizeIsRefused(String text, String why) {
    assertTrue(refused(SIZE, text).startsWith("\"" + text + "\"" + why), refused(SIZE, text));
  }

  @Test
  void sizesHaveARange() throws BadValueException {
    ConfigKey<Long> key = ConfigKey.size("s", "", 1, 64 << 20);
    assertEquals(
        "\"65MiB\": expected a number of bytes from 1 to 64MiB, such as 67108864 or 64MiB",
        refused(key, "65MiB"));
    assertTrue(refused(key, "0").startsWith("\"0\": expected"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "42, 42",
    "+42, 42",
    "-42, -42",
    "0x1F, 31",
    "0X1f, 31",
    "-0x10, -16",
    "017, 15",
    "00, 0",
    "-100, -100",
    "100000, 100000"
  })
  void integersHaveTheBasesOfTheOriginal(String text, int expected) throws BadValueException {
    assertEquals(expected, same(INTEGER, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "+", "-", "08", "0x", "0b1", "0B1", "0o7", "0O7", "1_000", "0x_1", "1.0", "1e3", " 1",
        "1 ", "٣", "100001", "-101", "--1", "one", "1h"
      })
  void whatIsNoIntegerIsRefused(String text) {
    assertTrue(refused(INTEGER, text).endsWith("expected a whole number from -100 to 100000"));
  }

  @Test
  void aNumberOfAMillionDigitsIsRefusedAtOnce() {
    String message = refused(INTEGER, "1".repeat(1_000_000));
    assertTrue(message.length() < 200, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "t", "T", "true", "TRUE", "True"})
  void trueIsWhatGoTakesForIt(String text) throws BadValueException {
    assertTrue(same(BOOL, text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "f", "F", "false", "FALSE", "False"})
  void falseIsWhatGoTakesForIt(String text) throws BadValueException {
    assertFalse(same(BOOL, text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "no", "on", "tRUE", "2", " true"})
  void otherWordsAreNoSwitch(String text) {
    assertEquals("\"" + text + "\": expected true or false", refused(BOOL, text));
  }

  @Test
  void pathsAreTakenAsTheyAre() throws BadValueException {
    ConfigKey<Path> key = ConfigKey.path("p", "");
    assertEquals(Path.of("/data/disk0"), same(key, "/data/disk0"));
    assertEquals(Path.of("./a b"), same(key, "./a b"));
    assertEquals("\"\": it is empty, expected a path", refused(key, ""));
    assertEquals(
        "\"/a\\u0000b\": it has control characters, expected a path", refused(key, "/a\0b"));
    assertTrue(refused(key, "/a\r").contains("it has control characters"));
  }

  @Test
  void urisAreShownWithoutTokens() throws BadValueException {
    ConfigKey<URI> key = ConfigKey.uri("u", "");
    assertEquals(URI.create("http://127.0.0.1:10000/x"), same(key, "http://127.0.0.1:10000/x"));
    assertEquals(URI.create("core.windows.net"), same(key, "core.windows.net"));
    assertEquals("https://a/b?...", key.print(URI.create("https://a/b?sig=abc#d")));
    assertEquals("https://...@a/", key.print(URI.create("https://user:pass@a/")));
    for (String password : List.of("Q", "p/Q", "p?Q", "p#Q", "p@Q", "p//Q")) {
      String shown = refused(key, "https://u:" + password + "@host/a b");
      assertFalse(shown.contains("u:") || shown.contains("Q"), shown);
    }
    String message = refused(key, "https://u:p@host/a b?sig=abc");
    assertTrue(message.startsWith("\"https://...@host/a b?...\": illegal character"), message);
    assertTrue(message.endsWith(", expected a URI, such as https://host/"), message);
    assertTrue(refused(key, "").startsWith("\"\": it is empty"));
  }

  @Test
  void choicesAreLowerCaseWithDashes() throws BadValueException {
    ConfigKey<Durability> key = ConfigKey.oneOf("e", "", Durability.class);
    assertEquals(Durability.DATA_ONLY, same(key, "data-only"));
    String expected = "expected full or data-only or none";
    assertEquals("\"FULL\": did you mean full?, " + expected, refused(key, "FULL"));
    assertEquals("\"nnoe\": did you mean none?, " + expected, refused(key, "nnoe"));
    assertEquals("\"always\": " + expected, refused(key, "always"));
    assertEquals("\"\": expected full or data-only or none", refused(key, ""));
  }

  @Test
  void namesFitIntoMountsAndHeaders() throws BadValueException {
    assertEquals("a.B_c-9", same(CommonKeys.ID, "a.B_c-9"));
    assertTrue(refused(CommonKeys.ID, "a/b").startsWith("\"a/b\": expected 1 to 100 letters"));
    assertTrue(refused(CommonKeys.ID, "x".repeat(101)).contains("...\": expected 1 to 100"));
    assertEquals(Set.of("a", "b"), same(CommonKeys.STORAGE_CLASSES, "a, b,a"));
    assertTrue(refused(CommonKeys.STORAGE_CLASSES, "a,,b").contains("expected names of letters"));
    assertTrue(refused(CommonKeys.STORAGE_CLASSES, "").contains("expected names of letters"));
  }

  @Test
  void secretsAreNeverShown() throws BadValueException {
    ConfigKey<Secret> key = ConfigKey.secret("s", "");
    assertTrue(key.isSecret());
    assertEquals("abc=", key.parse("abc=").reveal());
    assertEquals("<redacted>", key.print(Secret.of("abc=")));
    assertEquals("<redacted>: it has control characters, expected a secret", refused(key, "abc\n"));
    assertEquals("<redacted>: it is empty, expected a secret", refused(key, ""));
    assertEquals(Secret.of("abc"), Secret.of("abc"));
    assertEquals(Secret.of("abc").hashCode(), Secret.of("abc").hashCode());
    assertFalse(Secret.of("abc").equals(Secret.of("abd")));
  }

  @Test
  void aFileOfASecretIsNotLookedAt() throws BadValueException {
    ConfigKey<SecretFile> key = ConfigKey.secretFile("f", "");
    assertEquals(new SecretFile(Path.of("./no/such.key")), same(key, "./no/such.key"));
    assertEquals("\"\": it is empty, expected the path of a file", refused(key, ""));
    assertEquals(
        "<redacted>: it looks like a secret itself, expected the path of a file",
        refused(key, "t3wfMAZ4/+".repeat(4) + "=="));
    String dotted = "./" + "t3wfMAZ4/+".repeat(4) + "==";
    assertEquals(new SecretFile(Path.of(dotted)), same(key, dotted));
  }

  @Test
  void kindsOfAProvidersOwnSayWhy() throws BadValueException {
    ConfigKey<Integer> key =
        ConfigKey.custom(
            "c", "", "an octal number", text -> Integer.parseInt(text, 8), Integer::toOctalString);
    assertEquals(8, same(key, "10"));
    assertTrue(refused(key, "9").endsWith(", expected an octal number"));
  }

  @Test
  void aValueInAMessageIsShortAndOnOneLine() {
    String message = refused(BOOL, "a\nb\u202e" + "x".repeat(1000));
    assertTrue(message.startsWith("\"a\\u000ab\\u202exxx"), message);
    assertTrue(message.length() < 200, message);
  }
}
