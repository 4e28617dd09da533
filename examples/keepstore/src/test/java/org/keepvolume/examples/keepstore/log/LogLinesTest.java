// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keepvolume.examples.keepstore.Await;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The two forms of lines, and what a client that chooses words with care can do to them. */
class LogLinesTest {
  /** Ends of lines, and what tells a terminal to do things, in ASCII and beyond. */
  private static final String HOSTILE =
      "a\n2030-01-01T00:00:00Z INFO forged\r\u0085\u2028\u2029\u001b[2J\u009b\u202e\" x=\"y\\";

  private static void say() {
    Logger log = LoggerFactory.getLogger("test");
    MDC.put("RequestID", "req-1");
    log.atInfo()
        .addKeyValue("bytes", 12)
        .addKeyValue("device", "a disk")
        .addKeyValue("path", HOSTILE)
        .log("said {}", HOSTILE);
    MDC.clear();
  }

  @Test
  void textHasMessageAndFieldsInOneLineWhateverIsInThem() {
    Logged logged = new Logged(false);
    say();
    String text = logged.end().text();
    assertEquals(1, logged.lines().size(), text);
    assertTrue(text.indexOf('\n') == text.length() - 1, text);
    assertTrue(text.matches("(?s)[-0-9]+T[0-9:.]+Z INFO said a\\?2030.*"), text);
    assertTrue(text.contains(" RequestID=req-1 bytes=12 device=\"a disk\" path=\"a?2030"), text);
    assertTrue(text.endsWith("[2J??\\\" x=\\\"y\\\\\"\n"), text);
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), text);
  }

  @Test
  void jsonIsOneObjectInOneLineOfAscii() throws IOException {
    Logged logged = new Logged(true);
    say();
    String text = logged.end().text();
    assertTrue(text.indexOf('\n') == text.length() - 1, text);
    assertTrue(text.chars().allMatch(c -> c < 128), text);
    Map<String, String> fields = parse(text);
    assertEquals(
        List.of("time", "level", "PID", "msg", "RequestID", "bytes", "device", "path"),
        new ArrayList<>(fields.keySet()));
    assertEquals("said " + HOSTILE, fields.get("msg"));
    assertEquals(HOSTILE, fields.get("path"));
    assertEquals("12", fields.get("bytes"));
    assertEquals("info", fields.get("level"));
    assertFalse(Instant.parse(fields.get("time")).isAfter(Instant.MAX));
  }

  @Test
  void nameThatTheCallerGivesIsNotWrittenTwice() throws IOException {
    Logged logged = new Logged(true);
    MDC.put("RequestID", "req-1");
    LoggerFactory.getLogger("test").atInfo().addKeyValue("RequestID", "req-2").log("said");
    MDC.clear();
    assertEquals("req-2", parse(logged.end().text()).get("RequestID"));
  }

  @Test
  void stackOfMistakeIsIndentedSoThatNoneOfItsLinesLooksLikeOneOfTheLog() {
    Logged logged = new Logged(false);
    LoggerFactory.getLogger("test").atError().setCause(new IllegalStateException(HOSTILE)).log("x");
    List<String> lines = logged.end().lines();
    assertTrue(lines.size() > 2, logged.text());
    assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("\t")), logged.text());
  }

  @Test
  void warningIsWrittenAtOnceAndAllThatWasSaidBeforeWithIt() {
    try (Logged logged = new Logged(false)) {
      LoggerFactory.getLogger("test").info("first");
      LoggerFactory.getLogger("test").warn("second");
      assertEquals(2, logged.lines().size(), logged.text());
    }
  }

  @Test
  void lineOfInformationIsWrittenThoughNoOtherFollows() {
    try (Logged logged = new Logged(false)) {
      for (int i = 1; i <= 3; i++) {
        int number = i;
        LoggerFactory.getLogger("test").info("line");
        Await.until("line " + number, () -> logged.lines().size() == number);
      }
    }
  }

  @Test
  void whatVolumesLogThroughThePlatformArrives() {
    Logged logged = new Logged(false);
    System.getLogger("of.a.volume").log(System.Logger.Level.WARNING, "the clock is {0} off", "5 s");
    System.getLogger("of.a.volume").log(System.Logger.Level.DEBUG, "not this");
    assertTrue(logged.end().text().endsWith(" WARN the clock is 5 s off\n"), logged.text());
    assertEquals(1, logged.lines().size());
  }

  private static Map<String, String> parse(String json) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertEquals(JsonToken.START_OBJECT, parser.nextToken());
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        assertEquals(null, fields.put(name, parser.getText()), name);
      }
      assertEquals(null, parser.nextToken());
    }
    return fields;
  }
}
