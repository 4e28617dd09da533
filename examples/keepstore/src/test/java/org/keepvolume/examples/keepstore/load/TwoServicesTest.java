// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.examples.keepstore.ChildService;
import org.keepvolume.examples.keepstore.TestAzurite;

/** Two services on one volume: what one has kept alive is not deleted by the other (TR-7). */
class TwoServicesTest {
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final List<String> JVM =
      List.of("-Xmx128m", "-XX:MaxDirectMemorySize=256m", "-XX:+UseSerialGC");

  @TempDir private Path root;
  private Path token;

  @BeforeEach
  void writeToken() throws Exception {
    token = Files.writeString(root.resolve("token"), KeepAlive.TOKEN);
  }

  @Test
  void directoryOfBothLosesNothingThatEitherKeepsAlive() throws Exception {
    keepAlive(directory(), 1, SHORT);
  }

  @Test
  @Tag("slow")
  void containerOfBothLosesNothingThatEitherKeepsAlive() throws Exception {
    keepAlive(container(), 2, SHORT.multipliedBy(2));
  }

  @Test
  @Tag("long")
  void directoryOfBothLosesNothingInALongTime() throws Exception {
    keepAlive(directory(), 1, LONG);
  }

  @Test
  @Tag("long")
  void containerOfBothLosesNothingInALongTime() throws Exception {
    keepAlive(container(), 2, LONG);
  }

  private List<String> directory() throws Exception {
    return List.of(
        "-volume", Files.createDirectories(root.resolve("volume")).toAbsolutePath().toString());
  }

  private List<String> container() throws Exception {
    TestAzurite.Account account = TestAzurite.account("devstoreaccount1");
    String container = "two-services-" + UUID.randomUUID();
    account.create(container);
    return List.of(
        "-azure-storage-endpoint", account.endpoint().toString(),
        "-azure-storage-account-name", account.name(),
        "-azure-storage-account-key-file", account.writeKey(root.resolve("key")).toString(),
        "-azure-storage-container-volume", container);
  }

  /**
   * Lets both sides write, touch and delete.
   *
   * @param minimumAge in seconds; stamps of Azure have whole ones
   */
  private void keepAlive(List<String> volume, int minimumAge, Duration time) throws Exception {
    List<String> flags =
        new java.util.ArrayList<>(
            List.of(
                "-data-manager-token-file",
                token.toString(),
                "-never-delete=false",
                "-blob-signature-ttl",
                Integer.toString(minimumAge),
                "-trash-lifetime",
                "1h"));
    flags.addAll(volume);
    try (ChildService one = ChildService.start(root, JVM, flags);
        ChildService other = ChildService.start(root, JVM, flags)) {
      KeepAlive run =
          new KeepAlive(
              List.of(one.port(), other.port()),
              Duration.ofSeconds(minimumAge),
              Seed.next(TwoServicesTest.class));
      run.run(time);
      assertTrue(run.kept() > 0, run::toString);
      assertTrue(run.deleted() > 0, run::toString);
      System.getLogger(TwoServicesTest.class.getName())
          .log(System.Logger.Level.WARNING, "{0}: {1}", time, run);
    }
  }
}
