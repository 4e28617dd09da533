// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static com.google.common.base.Preconditions.checkState;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.AzureAccount;
import org.keepvolume.azure.AzureOptions;
import org.keepvolume.azure.AzureVolume;
import org.keepvolume.config.Secret;

/**
 * The null server of keep-volume-azure's tests, in a process of its own so that the CPU time of
 * this one is the client's alone; it stores nothing and answers as if it had everything.
 */
final class NullServerProcess implements AutoCloseable {
  static final String ACCOUNT = "devstoreaccount1";
  static final String CONTAINER = "benchmark";

  /** Signs what nobody checks. */
  static final String KEY = "bm8gc2VjcmV0";

  private static final String MAIN = "org.keepvolume.azure.http.NullServer";

  /** The tests are in no jar, since builds without them make none that could be depended on. */
  private static final Path TESTS =
      Path.of(System.getProperty("azure-tests", "../../keep-volume-azure/target/test-classes"));

  private final Process process;
  private final URI endpoint;

  private NullServerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts it.
   *
   * @param settings names and values by turns, which its main method explains
   */
  static NullServerProcess start(String... settings) throws IOException {
    checkState(
        Files.exists(TESTS.resolve(MAIN.replace('.', '/') + ".class")),
        "no %s in %s: compile the tests of keep-volume-azure (mvn verify -DskipTests -pl"
            + " examples/benchmarks -am), and run in examples/benchmarks or with -Dazure-tests=",
        MAIN,
        TESTS);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(TESTS + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(MAIN);
    command.addAll(List.of(settings));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    String port =
        new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII)).readLine();
    return new NullServerProcess(
        process, URI.create("http://127.0.0.1:" + requireNonNull(port) + "/" + ACCOUNT));
  }

  URI endpoint() {
    return endpoint;
  }

  /** Opens a volume here. */
  AzureVolume open(AzureOptions options) throws IOException {
    AzureAccount account = AzureAccount.withKey(ACCOUNT, Secret.of(KEY)).withEndpoint(endpoint);
    return AzureVolume.open(account, CONTAINER, options, VolumeContext.defaults());
  }

  /** Ends its input, at which it ends. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
  }
}
