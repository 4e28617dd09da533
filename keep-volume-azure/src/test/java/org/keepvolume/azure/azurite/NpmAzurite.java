// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** An Azurite in a process of Node.js, which ends with this JVM, however that ends. */
final class NpmAzurite implements AutoCloseable {
  /** Far above what the tests keep at any time, and far below what a laptop has. */
  static final String MEBIBYTES_OF_BLOBS = "3072";

  private static final long LIMIT_SECONDS = 120;

  private final Process process;
  private final Azurite azurite;

  private NpmAzurite(Process process, Azurite azurite) {
    this.process = process;
    this.azurite = azurite;
  }

  /**
   * Starts the blob service on a free port of the loopback address, after installing it if it is
   * not.
   *
   * @throws IllegalStateException if node or npm is missing, with the remedies
   * @throws IOException if npm or node failed, with what it said
   */
  static NpmAzurite start(Surroundings surroundings) throws IOException {
    Path node = surroundings.program("node");
    Path script = new NpmInstall(surroundings).blobService();
    ProcessBuilder builder =
        new ProcessBuilder(
                node.toString(),
                "--require",
                resource("exit-with-parent.js"),
                "--require",
                resource("collect-garbage.js"),
                script.toString(),
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                "0",
                "--inMemoryPersistence",
                "--extentMemoryLimit",
                MEBIBYTES_OF_BLOBS,
                "--silent",
                "--skipApiVersionCheck",
                "--disableTelemetry")
            .directory(script.getParent().toFile())
            .redirectErrorStream(true);
    List<AzuriteAccount> accounts = AzuriteAccount.STARTED;
    builder.environment().put(AzuriteAccount.VARIABLE, AzuriteAccount.format(accounts));
    Process process = builder.start();
    // Its standard input stays the pipe that nothing is written to: its end ends the process.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-of-azurite"));
    AzuriteOutput output = new AzuriteOutput(process);
    try {
      URI service = output.service().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
      return new NpmAzurite(process, new Azurite(AzuriteLane.NPM, service, accounts));
    } catch (CompletionException e) {
      process.destroyForcibly();
      throw new IOException("Azurite did not start: " + output.text(), e);
    }
  }

  Azurite azurite() {
    return azurite;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    var unused = process.onExit().join();
  }

  /** Returns a file with a script of the test classes, which may be in a jar. */
  private static String resource(String name) throws IOException {
    Path file = Files.createTempFile("keep-volume-azurite-", "-" + name);
    file.toFile().deleteOnExit();
    try (InputStream script = NpmAzurite.class.getResourceAsStream(name)) {
      Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file.toString();
  }
}
