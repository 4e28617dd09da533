// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.log;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class RepeatedWarningsTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final LoggerContext context = new LoggerContext();
  private final List<String> passed = new ArrayList<>();
  private final AppenderBase<ILoggingEvent> end =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          Map<String, Object> fields =
              Fields.of(event).stream().collect(toImmutableMap(f -> f.key, f -> f.value));
          long second = Duration.between(START, event.getInstant()).toSeconds();
          passed.add(second + " " + event.getFormattedMessage() + " " + fields);
        }
      };
  private final RepeatedWarnings warnings = new RepeatedWarnings(end);

  @BeforeEach
  void start() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    end.setContext(context);
    end.start();
    warnings.setContext(context);
    warnings.start();
  }

  private void log(int second, Level level, String message, @Nullable String device) {
    Logger logger = context.getLogger("volume");
    LoggingEvent event = new LoggingEvent("", logger, level, message, null, null);
    event.setInstant(START.plusSeconds(second));
    if (device != null) {
      event.addKeyValuePair(new KeyValuePair("device", device));
    }
    event.addKeyValuePair(new KeyValuePair("block", second));
    warnings.doAppend(event);
  }

  @Test
  void firstOfEqualWarningsIsWrittenAndTheRestIsCountedWhenItsMinuteIsOver() {
    for (int second = 0; second < 60; second++) {
      log(second, Level.WARN, "failed", "a");
    }
    assertEquals(List.of("0 failed {device=a, block=0}"), passed);
    log(60, Level.INFO, "response", null);
    assertEquals(
        List.of(
            "0 failed {device=a, block=0}",
            "59 failed {device=a, block=59, repeated=59}",
            "60 response {block=60}"),
        passed);
    log(61, Level.WARN, "failed", "a");
    assertEquals("61 failed {device=a, block=61}", passed.get(3));
  }

  @Test
  void warningThatCameOnceIsNotCounted() {
    log(0, Level.ERROR, "failed", "a");
    log(100, Level.ERROR, "failed", "a");
    warnings.stop();
    assertEquals(
        List.of("0 failed {device=a, block=0}", "100 failed {device=a, block=100}"), passed);
  }

  @Test
  void warningsOfTwoDevicesAndOfTwoKindsAreNotEqual() {
    log(0, Level.WARN, "failed", "a");
    log(1, Level.WARN, "failed", "b");
    log(2, Level.WARN, "slow", "a");
    assertEquals(3, passed.size());
  }

  @Test
  void whatBlockWasPutIntoTheMessageMakesNoDifference() {
    log(0, Level.WARN, "d41d8cd98f00b204e9800998ecf8427e is damaged", null);
    log(1, Level.WARN, "37b51d194a7513e45b56f6524f2d51f2 is damaged", null);
    assertEquals(1, passed.size());
  }

  @Test
  void warningsOfTwoFlagsAreNotEqual() {
    log(0, Level.WARN, "argument 1: -volumes is deprecated; use -volume", null);
    log(1, Level.WARN, "argument 3: -volumes is deprecated; use -volume", null);
    assertEquals(2, passed.size());
  }

  @Test
  void linesOfInformationAreNeverHeldBack() {
    for (int i = 0; i < 100; i++) {
      log(0, Level.INFO, "response", null);
    }
    assertEquals(100, passed.size());
  }

  @Test
  void stopWritesWhatWasCountedAndEndsTheAppenderBehind() {
    log(0, Level.WARN, "failed", "a");
    log(1, Level.WARN, "failed", "a");
    log(2, Level.WARN, "failed", "a");
    warnings.stop();
    assertEquals("2 failed {device=a, block=2, repeated=2}", passed.get(1));
    assertTrue(!end.isStarted());
  }

  @Test
  void clockThatIsSetBackSilencesNobodyForLonger() {
    log(3600, Level.WARN, "failed", "a");
    log(3601, Level.WARN, "failed", "a");
    log(0, Level.WARN, "failed", "a");
    assertEquals(
        List.of(
            "3600 failed {device=a, block=3600}",
            "3601 failed {device=a, block=3601, repeated=1}",
            "0 failed {device=a, block=0}"),
        passed);
  }

  @Test
  void manyKindsTakeNoMemoryWithoutBound() {
    for (int kind = 0; kind < 3000; kind++) {
      log(0, Level.WARN, "failed", "device" + kind);
      log(0, Level.WARN, "failed", "device" + kind);
    }
    // Of the first 2000 the counts had to be written to make room.
    assertEquals(3000 + 2000, passed.size());
  }
}
