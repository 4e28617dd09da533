// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No secret comes out of a volume in words, whatever the service answers. */
@Timeout(120)
class SecretsTest {
  private static final Traces TRACES =
      Traces.of(
          List.of(Canaries.KEY, Canaries.SIGNATURE, Canaries.TOKEN),
          "SharedKey devstoreaccount1:",
          "Bearer ",
          "sig=");

  @TempDir private Path directory;

  @Test
  void nothingShownHasSecretInItEvenIfHeadersRepeatIt() throws Exception {
    assertClean(run("hostile", "off").out());
  }

  /** Neither the volume nor the storage client logs any, and be it in full detail. */
  @Test
  void nothingShownOrLoggedHasSecretInIt() throws Exception {
    LoudJvm jvm = run("polite", "trace");
    assertClean(jvm.out());
    assertClean(jvm.err());
  }

  private static void assertClean(Path output) throws Exception {
    assertTrue(Files.size(output) > 1000, () -> "little in " + output);
    assertEquals(List.of(), TRACES.in(output));
  }

  private LoudJvm run(String answers, String level) throws Exception {
    LoudJvm jvm = LoudJvm.in(directory, answers);
    jvm.run(level, Map.of(), List.of(), SecretsRun.class, answers, directory.toString());
    String shown = Files.readString(jvm.out());
    assertTrue(Pattern.compile("tokens sent: [1-9]").matcher(shown).find(), "tokens are not sent");
    return jvm;
  }
}
