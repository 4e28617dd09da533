// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.CallCancelledException;
import org.keepvolume.Operation;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.VolumeUnavailableException;

class RetriesTest {
  private static final Duration PROGRESS = Duration.ofSeconds(30);
  private static final Duration TOTAL = Duration.ofMinutes(1);
  private final IOException broken = new IOException("broken");

  private final StandingTime time = new StandingTime();
  private final Call call =
      new Call("azure://a/b", Operation.STAT, BlockHash.EMPTY, PROGRESS, TOTAL, time);

  private static List<Duration> millis(long... millis) {
    return LongStream.of(millis).mapToObj(Duration::ofMillis).toList();
  }

  @Test
  void pausesAreBoundedByTenthsThatDoubleToThreeSeconds() throws Exception {
    Retries retries = Retries.of(call, 9);
    for (int i = 0; i < 8; i++) {
      retries.after(broken);
    }
    assertEquals(millis(100, 200, 400, 800, 1600, 3000, 3000, 3000), time.pauses());
  }

  @Test
  void pausesAreRandomFromNothing() throws Exception {
    Retries retries = Retries.of(call, 9);
    time.setChance(0);
    retries.after(broken);
    time.setChance(0.25);
    retries.after(broken);
    assertEquals(millis(50), time.pauses());
  }

  @Test
  void lastAttemptIsNotWaitedFor() throws Exception {
    Retries retries = Retries.of(call, 4);
    for (int i = 0; i < 3; i++) {
      retries.after(broken);
    }
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> retries.after(broken));
    assertEquals("the service could not be asked: IOException, broken, 4 attempts", e.detail());
    assertEquals(3, time.pauses().size());
    assertSame(broken, e.getCause());
  }

  @Test
  void serviceIsLeftAloneAsLongAsItAsks() throws Exception {
    Retries retries = Retries.of(call, 4);
    retries.after(Refusals.of(503, "ServerBusy", "7"));
    retries.after(Refusals.of(429, null, "0"));
    retries.after(Refusals.of(503, "ServerBusy", "59 bottles"));
    assertEquals(millis(7000, 400), time.pauses());
  }

  @Test
  void whatIsAskedBeyondTheLimitIsToldToTheCallerAtOnce() {
    Retries retries = Retries.of(call, 4);
    VolumeUnavailableException e =
        assertThrows(
            VolumeUnavailableException.class,
            () -> retries.after(Refusals.of(503, "ServerBusy", "60")));
    assertEquals(Optional.of(Duration.ofMinutes(1)), e.retryAfter());
    assertEquals(List.of(), time.pauses());
    assertTrue(e.retryable());
  }

  @Test
  void limitOfTheWholeEndsTheAttempts() throws Exception {
    Retries retries = Retries.of(call, 1000);
    retries.after(broken);
    time.advance(TOTAL);
    assertThrows(VolumeUnavailableException.class, () -> retries.after(broken));
  }

  @Test
  void limitsNameThemselvesWhenNothingCame() {
    Retries retries = Retries.of(call, 1);
    VolumeException e =
        assertThrows(
            VolumeUnavailableException.class, () -> retries.after(new NoAnswer("no answer came")));
    assertEquals(
        "no answer came within the limits, PT30S without progress and PT1M in all", e.detail());
  }

  @Test
  void racesConvergeWithoutCountingAsAttempts() throws Exception {
    Retries retries = Retries.of(call, 1);
    for (int i = 0; i < 15; i++) {
      retries.after(Refusals.of(412, "ConditionNotMet", null));
    }
    VolumeUnavailableException e =
        assertThrows(
            VolumeUnavailableException.class,
            () -> retries.after(Refusals.of(412, "ConditionNotMet", null)));
    assertEquals("the block was changed by others 16 times", e.detail());
    assertFalse(retries.isAmbiguous());
    assertEquals(14, time.pauses().size()); // not before the first
    assertEquals(Duration.ofSeconds(1), Collections.max(time.pauses()));
  }

  @Test
  void pagesAreWaitedForLonger() throws Exception {
    Call listing =
        new Call("azure://a/b", Operation.INDEX, null, PROGRESS, Duration.ofHours(1), time);
    AzureLimits limits = AzureLimits.defaults();
    Retries retries = Retries.of(listing, limits.listAttempts(), limits.listDelay());
    for (int i = 0; i < 11; i++) {
      retries.after(broken);
    }
    assertEquals(
        millis(
            10_000, 20_000, 40_000, 80_000, 100_000, 100_000, 100_000, 100_000, 100_000, 100_000,
            100_000),
        time.pauses());
    assertThrows(VolumeUnavailableException.class, () -> retries.after(broken));
  }

  @Test
  void noIsNotAskedAgain() {
    Retries retries = Retries.of(call, 4);
    assertThrows(
        BlockNotFoundException.class, () -> retries.after(Refusals.of(404, "BlobNotFound", null)));
    VolumeFailureException e =
        assertThrows(
            VolumeFailureException.class,
            () -> retries.after(Refusals.of(404, "ContainerNotFound", null)));
    assertEquals(
        "the service answered 404 ContainerNotFound: the container does not exist", e.detail());
    assertEquals(List.of(), time.pauses());
  }

  @Test
  void damageIsSentOnceMore() throws Exception {
    Retries retries = Retries.of(call, 4);
    retries.after(Refusals.of(400, "Md5Mismatch", null));
    VolumeException e =
        assertThrows(
            VolumeException.class, () -> retries.after(Refusals.of(400, "Md5Mismatch", null)));
    assertInstanceOf(VolumeUnavailableException.class, e);
  }

  @Test
  void whatIsForTheCallerPassesThrough() {
    VolumeException e = call.missing();
    Retries retries = Retries.of(call, 4);
    assertSame(e, assertThrows(VolumeException.class, () -> retries.after(e)));
  }

  @Test
  void interruptEndsAPause() {
    Retries retries = Retries.of(call, 4);
    time.interrupt();
    assertThrows(CallCancelledException.class, () -> retries.after(broken));
    assertTrue(Thread.interrupted());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyAChangeThatWasNotAnsweredMayHaveBeenMade(boolean changing) throws Exception {
    Retries retries = Retries.of(call, 4);
    if (changing) {
      retries.changing();
    }
    retries.after(broken);
    assertEquals(changing, retries.isAmbiguous());
    retries.after(broken); // a look
    assertEquals(changing, retries.isAmbiguous());
  }

  @Test
  void changeThatWasRefusedWasNotMade() throws Exception {
    Retries retries = Retries.of(call, 4);
    retries.changing();
    retries.after(Refusals.of(412, "ConditionNotMet", null));
    retries.after(broken);
    assertFalse(retries.isAmbiguous());
  }

  @Test
  void progressAndTheWholeAreLimitedApart() {
    assertEquals(PROGRESS.toNanos(), call.remaining(time.nanoTime()));
    time.advance(Duration.ofSeconds(20));
    long progressed = time.nanoTime();
    time.advance(Duration.ofSeconds(25));
    assertEquals(Duration.ofSeconds(5).toNanos(), call.remaining(progressed));
    time.advance(Duration.ofSeconds(10));
    assertEquals(Duration.ofSeconds(5).toNanos(), call.remaining(time.nanoTime()));
    long since = call.leaveForOutside();
    time.advance(Duration.ofSeconds(3));
    call.backFromOutside(since);
    assertEquals(Duration.ofSeconds(5).toNanos(), call.remaining());
    assertEquals(TOTAL.toNanos(), call.afresh().remaining());
  }

  @Test
  void timeInTheSinkOfOneThreadGivesOthersNone() {
    Call helper = call.onHelper(Shield.NONE);
    long since = helper.leaveForOutside();
    time.advance(Duration.ofSeconds(3));
    helper.backFromOutside(since);
    assertEquals(TOTAL.toNanos(), helper.remaining());
    assertEquals(TOTAL.minusSeconds(3).toNanos(), call.remaining());
  }
}
