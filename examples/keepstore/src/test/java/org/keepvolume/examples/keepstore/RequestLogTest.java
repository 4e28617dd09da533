// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;
import org.keepvolume.CallOutcome;
import org.keepvolume.FinishedCall;
import org.keepvolume.Operation;
import org.keepvolume.Volume;
import org.keepvolume.VolumeUnavailableException;
import org.keepvolume.examples.keepstore.log.Logged;
import org.keepvolume.layer.ForwardingVolume;
import org.keepvolume.observe.CountingObserver;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.MountOptions;

/** What is logged of requests, and of volumes that fail: a line for each, and no more. */
class RequestLogTest {
  private static final byte[] BLOCK = "foo".getBytes(UTF_8);
  private static final String HASH = BlockHash.of(BLOCK).toString();
  private static final String SIGNATURE = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path scratch;

  private Volume disk(String name) throws Exception {
    return PosixVolume.open(Files.createDirectory(scratch.resolve(name)));
  }

  /** Takes the first disk away from under its volume. */
  private void loseFirst() throws Exception {
    Files.move(scratch.resolve("first"), scratch.resolve("lost"));
  }

  private TestService serve() throws Exception {
    return TestService.builder()
        .mount(disk("first"), MountOptions.defaults().withPriority(1))
        .mount(disk("second"), MountOptions.defaults())
        .start();
  }

  private static int send(TestService service, String method, String path) throws Exception {
    byte[] body = method.equals("PUT") ? BLOCK : new byte[0];
    Map<String, String> headers =
        Map.of("X-Request-Id", "req-1", "Authorization", "OAuth2 " + TestService.SYSTEM_TOKEN);
    int logged = service.finished().size() + 1;
    int status;
    try (RawConnection client = new RawConnection(service.port())) {
      status = client.request(method, path, headers, body).answer().status();
    }
    // The client has its answer before the line is written.
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (service.finished().size() < logged) {
      assertTrue(System.nanoTime() < deadline, "the request does not end");
      Thread.onSpinWait();
    }
    return status;
  }

  /** Returns the lines without what differs from run to run. */
  private static List<String> lines(Logged logged) {
    return logged.end().lines().stream()
        .map(
            line ->
                line.replaceFirst("^\\S+Z ", "")
                    .replaceAll("127.0.0.1:[0-9]+", "CLIENT")
                    .replaceAll("timeTotal=[0-9]+\\.[0-9]{6}", "timeTotal=T"))
        .toList();
  }

  @Test
  void eachRequestIsALineWithItsNameAndBytes() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service = serve()) {
      assertEquals(200, send(service, "PUT", "/" + HASH));
      assertEquals(200, send(service, "GET", "/" + HASH + "+3"));
    }
    assertEquals(
        List.of(
            "INFO response RequestID=req-1 remoteAddr=CLIENT reqMethod=PUT reqPath=/"
                + HASH
                + " reqBytes=3 respStatusCode=200 respBytes=35 timeTotal=T",
            "INFO response RequestID=req-1 remoteAddr=CLIENT reqMethod=GET reqPath=/"
                + HASH
                + "+3 reqBytes=0 respStatusCode=200 respBytes=3 timeTotal=T"),
        lines(logged));
  }

  @Test
  void jsonHasTheOriginalsNamesAndNumbersAsNumbers() throws Exception {
    Logged logged = new Logged(true);
    try (TestService service = serve()) {
      assertEquals(200, send(service, "PUT", "/" + HASH));
    }
    String line = logged.end().text();
    assertTrue(
        line.matches(
            "\\{\"time\":\"[^\"]+\",\"level\":\"info\",\"PID\":[0-9]+,\"msg\":\"response\","
                + "\"RequestID\":\"req-1\",\"remoteAddr\":\"127.0.0.1:[0-9]+\","
                + "\"reqMethod\":\"PUT\",\"reqPath\":\"/"
                + HASH
                + "\",\"reqBytes\":3,\"respStatusCode\":200,\"respBytes\":35,"
                + "\"timeTotal\":[0-9]+\\.[0-9]{6}}\n"),
        line);
  }

  @Test
  void blockThatIsNotThereIsNoWarning() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service = serve()) {
      assertEquals(404, send(service, "GET", "/" + HASH));
      assertEquals(404, send(service, "TOUCH", "/" + HASH));
      assertEquals(404, send(service, "DELETE", "/" + HASH));
      assertEquals(404, send(service, "PUT", "/untrash/" + HASH));
    }
    assertEquals(4, lines(logged).size());
    assertFalse(logged.text().contains("WARN"), logged.text());
  }

  @Test
  void refusalOfAClientIsNoWarning() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service = serve()) {
      assertEquals(422, send(service, "PUT", "/" + "0".repeat(32)));
      assertEquals(400, send(service, "GET", "/unknown"));
    }
    assertEquals(2, lines(logged).size());
    assertFalse(logged.text().contains("WARN"), logged.text());
  }

  @Test
  void volumeThatFailsBesideOneThatServesIsOneWarning() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service = serve()) {
      assertEquals(200, send(service, "PUT", "/" + HASH));
      loseFirst();
      assertEquals(200, send(service, "PUT", "/" + HASH));
    }
    List<String> lines = lines(logged).stream().filter(line -> line.startsWith("WARN")).toList();
    assertEquals(1, lines.size(), logged.text());
    assertTrue(
        lines
            .get(0)
            .startsWith("WARN a volume failed, the request goes on RequestID=req-1 device="),
        logged.text());
  }

  @Test
  void damagedCopyBesideAGoodOneIsOneWarning() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service = serve()) {
      for (var mount : service.store().mounts()) {
        mount.volume().write(BlockHash.of(BLOCK), ByteBuffer.wrap(BLOCK));
      }
      Path copy = scratch.resolve("first").resolve(HASH.substring(0, 3)).resolve(HASH);
      var unused = Files.writeString(copy, "fox");
      assertEquals(200, send(service, "GET", "/" + HASH));
    }
    List<String> warnings = lines(logged).stream().filter(line -> line.startsWith("WARN")).toList();
    assertEquals(1, warnings.size(), logged.text());
    assertTrue(warnings.get(0).startsWith("WARN a damaged copy was found"), logged.text());
  }

  @Test
  void onlyVolumeThatCannotBeReadButWrittenIsOneWarning() throws Exception {
    Logged logged = new Logged(false);
    Volume disk =
        new ForwardingVolume(disk("first")) {
          @Override
          public int read(BlockHash hash, BlockSink sink) throws IOException {
            throw new VolumeUnavailableException(
                Operation.READ, hash, deviceId(), "no answer", null, null);
          }
        };
    try (TestService service = TestService.builder().mount(disk, MountOptions.defaults()).start()) {
      assertEquals(200, send(service, "PUT", "/" + HASH));
    }
    List<String> warnings = lines(logged).stream().filter(line -> line.startsWith("WARN")).toList();
    assertEquals(1, warnings.size(), logged.text());
    assertTrue(
        warnings.get(0).startsWith("WARN a volume failed, the request goes on"), logged.text());
  }

  @Test
  void spaceThatCannotBeAskedForIsOneWarning() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service = serve()) {
      loseFirst();
      assertEquals(200, send(service, "GET", "/status.json"));
    }
    List<String> warnings = lines(logged).stream().filter(line -> line.startsWith("WARN")).toList();
    assertEquals(1, warnings.size(), logged.text());
    assertTrue(warnings.get(0).startsWith("WARN a volume failed "), logged.text());
    assertTrue(warnings.get(0).contains(" operation=status "), logged.text());
  }

  @Test
  void callOfABackendThatFailsIsAWarning() {
    Logged logged = new Logged(false);
    VolumeWatch watch = new VolumeWatch(new CountingObserver(), Duration.ofSeconds(10));
    watch.backendCall("a", "Get Blob", true, 1);
    watch.backendCall("a", "Get Blob", false, 1);
    watch.backendCall("a", "Get Blob", false, 1);
    assertEquals(
        List.of(
            "WARN a call of a backend failed device=a operation=\"Get Blob\"",
            "WARN a call of a backend failed device=a operation=\"Get Blob\" repeated=1"),
        lines(logged));
  }

  @Test
  void noCallIsSlowWhereTheLimitIsZero() {
    Logged logged = new Logged(false);
    VolumeWatch watch = new VolumeWatch(new CountingObserver(), Duration.ZERO);
    watch.finished(new FinishedCall("a", Operation.READ, CallOutcome.SUCCESS, 3, 1L << 60));
    assertEquals(List.of(), lines(logged));
  }

  @Test
  void requestThatFailsIsOneWarningThatSaysWhy() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service =
        TestService.builder().mount(disk("first"), MountOptions.defaults()).start()) {
      loseFirst();
      assertEquals(503, send(service, "GET", "/" + HASH));
    }
    List<String> lines = lines(logged);
    assertEquals(2, lines.size(), logged.text());
    assertTrue(lines.get(0).startsWith("INFO response RequestID=req-1"), logged.text());
    assertTrue(
        lines
            .get(1)
            .startsWith(
                "WARN a request failed RequestID=req-1 operation=GET respStatusCode=503 device="),
        logged.text());
    assertTrue(lines.get(1).contains(" error=\"read " + HASH + " on "), logged.text());
    assertFalse(logged.text().contains("\tat "), logged.text());
  }

  @Test
  void volumeThatStaysDownWarnsOnceAndIsCountedWhileEachRequestHasItsLine() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service =
        TestService.builder().mount(disk("first"), MountOptions.defaults()).start()) {
      loseFirst();
      for (int i = 0; i < 20; i++) {
        assertEquals(503, send(service, "GET", "/" + HASH));
      }
    }
    List<String> lines = lines(logged);
    assertEquals(20, lines.stream().filter(line -> line.startsWith("INFO response")).count());
    List<String> warnings = lines.stream().filter(line -> line.startsWith("WARN")).toList();
    assertEquals(2, warnings.size(), logged.text());
    assertTrue(warnings.get(1).endsWith(" repeated=19"), logged.text());
  }

  @Test
  void trashThatFailsOnOneOfTwoVolumesIsOneWarning() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service = serve()) {
      loseFirst();
      assertEquals(503, send(service, "DELETE", "/" + HASH));
    }
    long warnings =
        lines(logged).stream().filter(l -> l.startsWith("WARN a volume failed")).count();
    assertEquals(1, warnings, logged.text());
  }

  @Test
  void signaturesStayOut() throws Exception {
    Logged logged = new Logged(false);
    try (TestService service = serve()) {
      for (String path :
          List.of(
              "/" + HASH + "+3+A" + SIGNATURE + "@7fffffff",
              "/" + HASH + "+Rzzzzz-" + SIGNATURE + "@7fffffff+K@zzzzz",
              "/" + HASH + "+3%2BA" + SIGNATURE + "@7fffffff",
              "/" + HASH + "%2b3%2bA%30" + SIGNATURE.substring(1) + "%407fffffff",
              "/" + HASH + "%2B3%2B%41" + halves("%34") + "%407fffffff",
              "/" + HASH + "%2b3+%52zzzzz-" + halves("%34") + "@7fffffff",
              "/" + HASH + "%252B3%252B%2541" + halves("%252534") + "%25407fffffff",
              "/" + HASH + "+3+%61" + halves("%34"),
              "/" + halves("%34"),
              "/" + HASH + "+3+a" + SIGNATURE.toUpperCase(Locale.ROOT),
              "/" + SIGNATURE,
              "/" + HASH + "+A" + SIGNATURE.substring(0, 30) + "?api_token=" + SIGNATURE)) {
        int unused = send(service, "GET", path);
      }
    }
    assertEquals(12, lines(logged).size(), logged.text());
    for (String part : List.of(SIGNATURE.substring(1, 12), SIGNATURE.substring(21, 32))) {
      assertFalse(logged.text().toLowerCase(Locale.ROOT).contains(part), logged.text());
    }
    assertTrue(logged.text().contains(HASH + "+3+A<redacted>@7fffffff"), logged.text());
    assertTrue(logged.text().contains(HASH + "+R<redacted>@7fffffff+K@zzzzz"), logged.text());
  }

  /** Returns the signature with a digit in its middle written as a code. */
  private static String halves(String four) {
    return SIGNATURE.substring(0, 20) + four + SIGNATURE.substring(21);
  }

  @Test
  void callThatTakesLongIsOneWarningUnlessItsFailureIsTold() {
    Logged logged = new Logged(false);
    CountingObserver counts = new CountingObserver();
    VolumeWatch watch = new VolumeWatch(counts, Duration.ofSeconds(10));
    long slow = Duration.ofSeconds(11).toNanos();
    watch.finished(new FinishedCall("a", Operation.READ, CallOutcome.SUCCESS, 3, slow));
    watch.finished(new FinishedCall("a", Operation.READ, CallOutcome.SUCCESS, 3, slow / 2));
    watch.finished(new FinishedCall("a", Operation.READ, CallOutcome.UNAVAILABLE, 3, slow));
    watch.finished(new FinishedCall("a", Operation.INDEX, CallOutcome.SUCCESS, 0, slow * 1000));
    watch.finished(new FinishedCall("a", Operation.EMPTY_TRASH, CallOutcome.SUCCESS, 0, slow));
    assertEquals(
        List.of(
            "WARN a call of a volume was slow device=a operation=read outcome=SUCCESS seconds=11.0"),
        lines(logged));
    assertEquals(3, counts.counts().get(0).of(Operation.READ).latency().calls());
  }
}
