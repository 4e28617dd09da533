// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.examples.keepstore.log.Logged;
import org.keepvolume.spi.VolumeProviders;

/** A stop while a call of a volume neither ends nor heeds an interrupt. */
class BoundedStopTest {
  private static final String PATH = "/acbd18db4cc2f85cedef654fccc4a4d8";

  private final UnendingProvider provider = new UnendingProvider();
  @TempDir private Path scratch;

  private Path pid() {
    return scratch.resolve("pid");
  }

  private Service start(Duration longestClosing, String... flags) throws Exception {
    Service service = new Service(longestClosing);
    begin(service, flags);
    return service;
  }

  private void begin(Service service, String... flags) throws Exception {
    List<String> all = new ArrayList<>(List.of("-listen", "127.0.0.1:0", "-max-buffers", "1"));
    all.addAll(List.of("-pid", pid().toString()));
    all.addAll(List.of(flags));
    VolumeProviders providers = VolumeProviders.of(provider);
    ParsedFlags parsed = CommandLine.parse(all, providers.schemas());
    service.begin(Settings.of(parsed, parsed.volumes(), providers, warning -> {}), providers);
  }

  /** Ends what a stop has left behind. */
  @AfterEach
  void letGo() {
    provider.letGo();
    Await.until(
        "nothing is left behind",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("closer")));
  }

  private static FutureTask<IOException> stop(Service service) {
    FutureTask<IOException> stop =
        new FutureTask<>(() -> assertThrows(IOException.class, service::stop));
    new Thread(stop, "stop").start();
    return stop;
  }

  private static IOException failureOf(FutureTask<IOException> stop) throws Exception {
    return stop.get(1, TimeUnit.MINUTES);
  }

  private static RawConnection get(int port) throws Exception {
    return new RawConnection(port).request("GET", PATH, Map.of(), new byte[0]);
  }

  @Test
  void startThatHangsIsNamedAndThePidFileIsRemoved() throws Exception {
    Service service = new Service(Duration.ofMillis(1));
    FutureTask<StartException> start =
        new FutureTask<>(
            () -> assertThrows(StartException.class, () -> begin(service, "-unending-call=open")));
    new Thread(start, "start").start();
    provider.awaitCall();
    assertEquals(
        "the start does not end, which opens unending{call=open}",
        failureOf(stop(service)).getMessage());
    assertFalse(Files.exists(pid()));
    provider.letGo();
    assertEquals("stopped while it started", start.get(1, TimeUnit.MINUTES).getMessage());
  }

  @Test
  void sweepThatHangsIsNamedAndThePidFileIsRemoved() throws Exception {
    Service service =
        start(
            Duration.ofMillis(1),
            "-never-delete=false",
            "-trash-check-interval=20ms",
            "-unending-call=empty-trash");
    provider.awaitCall();
    IOException failure = failureOf(stop(service));
    assertEquals(
        "closing the sweeper does not end, since these calls do not: empty trash on hung-disk",
        failure.getMessage());
    assertFalse(Files.exists(pid()));
  }

  @Test
  void volumeWhoseCloseHangsIsNamedAndThePidFileIsRemoved() throws Exception {
    Service service = start(Duration.ofMillis(1), "-unending-call=close");
    String what = "closing the store does not end";
    String first = failureOf(stop(service)).getMessage();
    assertTrue(first.startsWith(what), first); // the call itself may not have begun yet
    provider.awaitCall();
    assertEquals(
        what + ", since these calls do not: close on hung-disk",
        failureOf(stop(service)).getMessage());
    assertFalse(Files.exists(pid()));
  }

  @Test
  void requestThatIsCutOffIsLoggedBeforeItsCallEndsAndThePidFileGoesLast() throws Exception {
    try (Logged logged = new Logged(false)) {
      Service service = start(Duration.ofMinutes(1), "-unending-call=read", "-shutdown-limit=10ms");
      try (RawConnection client = get(service.port())) {
        provider.awaitCall();
        FutureTask<IOException> stop = stop(service);
        String line = " ERROR stopping, but not well error=\"requests were cut off";
        Await.until("it is logged", () -> logged.text().contains(line));
        assertFalse(stop.isDone(), "it waits for the call");
        assertTrue(Files.exists(pid()));
        provider.letGo();
        IOException failure = failureOf(stop);
        assertEquals(
            "requests were cut off, which had not ended within the limit", failure.getMessage());
        assertFalse(Files.exists(pid()));
        assertThrows(IOException.class, client::answer);
      }
    }
  }

  @Test
  @Tag("long") // for its time: it waits as long as a stop does
  void processEndsThoughAReadHangsAndTheLastLineNamesIt() throws Exception {
    List<String> jvm = ChildService.plugin(scratch, UnendingProvider.class);
    List<String> flags =
        List.of("-pid", pid().toString(), "-unending-call=read", "-shutdown-limit=100ms");
    try (ChildService service = ChildService.start(scratch, jvm, flags);
        RawConnection client = get(service.port())) {
      String unused = service.awaitLine(UnendingProvider.LINE::equals);
      assertEquals(1, service.stop(), service.log());
      List<String> lines = service.lines();
      String last = lines.get(lines.size() - 1);
      assertTrue(last.contains(" ERROR stopped, but not well error=\"requests were cut off"), last);
      assertTrue(last.contains("; closing the store does not end"), last);
      assertTrue(last.endsWith(": read on " + UnendingProvider.DEVICE + "\""), last);
      assertFalse(service.log().contains("\tat "), service.log());
      assertFalse(Files.exists(pid()));
      assertThrows(IOException.class, client::answer);
    }
  }
}
