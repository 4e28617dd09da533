// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.azure.azurite.AzuriteAccount;

/**
 * No fault that the tests of faults know brings a secret out, whatever opens the account: not into
 * an exception, not into a text, and not into the log where all is logged.
 */
@Timeout(900)
class SecretsInFaultsTest {
  /** Of how many calls of the matrix the short form tries one. */
  private static final int SAMPLE = 13;

  private static final int MOST_WORDS = 4000;

  private static final Pattern TESTS =
      Pattern.compile("tests: ([0-9]+) succeeded, ([0-9]+) failed");

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(names = "SAS") // which is in every request's address, hence in most of what is told
  @Tag("slow")
  void sampleOfFaultsShowsNoSecret(Credential credential) throws Exception {
    assertSilent(FaultRun.impatient(credential, SAMPLE), 100);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void faultsThatAreGotOverShowNoSecret(Credential credential) throws Exception {
    assertSilent(FaultRun.patient(credential, 1), 500);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("long")
  void faultsThatComeOutShowNoSecret(Credential credential) throws Exception {
    assertSilent(FaultRun.impatient(credential, 1), 1000);
  }

  private void assertSilent(FaultRun run, int leastThrown) throws Exception {
    LoudJvm jvm = LoudJvm.in(directory, run.credential().name());
    jvm.run("trace", withBodies(), run.options(), FaultRunMain.class);
    String shown = Files.readString(jvm.out());
    String end = shown.substring(Math.max(0, shown.length() - MOST_WORDS));
    Matcher tests = TESTS.matcher(end);
    assertTrue(tests.find(), end);
    assertTrue(Integer.parseInt(tests.group(1)) > 0, end);
    if (run.isPatient()) {
      assertEquals("0", tests.group(2), end);
    }
    long thrown = shown.lines().filter(line -> line.startsWith("thrown: ")).count();
    assertTrue(thrown >= leastThrown, () -> "exceptions: " + thrown);
    assertTrue(logs(jvm.err(), "redactedHeaders"), "nothing is logged, or not in full");
    AzuriteAccount account = Azurite.shared().account();
    AzuriteAccount other = new AzuriteAccount(account.name(), Canaries.KEY);
    Traces traces =
        Traces.of(List.of(account.key(), other.key(), signature(account), signature(other)));
    assertEquals(List.of(), traces.in(jvm.out()));
    assertEquals(List.of(), traces.in(jvm.err()));
  }

  private static Map<String, String> withBodies() {
    Map<String, String> environment = new HashMap<>(Azurite.shared().environment());
    environment.putAll(LoudJvm.WITH_BODIES);
    return environment;
  }

  private static boolean logs(Path log, String text) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.anyMatch(line -> line.contains(text));
    }
  }

  private static String signature(AzuriteAccount account) {
    return Credential.token(account).replaceFirst(".*&?sig=([^&]*).*", "$1");
  }
}
