// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import com.github.dockerjava.api.command.CreateContainerCmd;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.azure.AzuriteContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** Azurite in a container, which Testcontainers removes when the JVM ends. */
final class AzuriteContainers {
  private static final String IMAGE = "mcr.microsoft.com/azure-storage/azurite";
  private static final int BLOB_PORT = 10_000;
  private static final String GARBAGE_COLLECTION = "/tmp/collect-garbage.js";

  private AzuriteContainers() {}

  /**
   * Returns whether there is a Docker engine that this user may use.
   *
   * @throws IllegalStateException if there is one, and Testcontainers cannot work with it
   */
  static boolean dockerAnswers() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException e) {
      // Such as the image of its companion that removes containers, which it has not got.
      throw failure(e);
    }
  }

  /**
   * Starts the blob service in a container.
   *
   * @param version the tag of the image
   * @throws IllegalStateException if the image could not be had or the container did not start
   */
  static Azurite start(String version) {
    List<AzuriteAccount> accounts = AzuriteAccount.STARTED;
    AzuriteContainer container =
        new AzuriteContainer(DockerImageName.parse(IMAGE).withTag(version))
            // A command of one's own; that of withCommand is replaced.
            .withCreateContainerCmdModifier(AzuriteContainers::setCommand);
    container.addEnv(AzuriteAccount.VARIABLE, AzuriteAccount.format(accounts));
    container.addEnv("NODE_OPTIONS", "--require=" + GARBAGE_COLLECTION);
    container.withCopyFileToContainer(
        MountableFile.forClasspathResource("org/keepvolume/azure/azurite/collect-garbage.js"),
        GARBAGE_COLLECTION);
    // Without an account a request is a mistake, which Azurite tells once it is up.
    container.waitingFor(
        Wait.forHttp("/")
            .forPort(BLOB_PORT)
            .forStatusCode(400)
            .withStartupTimeout(Duration.ofMinutes(2)));
    try {
      container.start();
    } catch (RuntimeException e) {
      throw failure(e);
    }
    URI service =
        URI.create("http://" + container.getHost() + ":" + container.getMappedPort(BLOB_PORT));
    return new Azurite(AzuriteLane.TESTCONTAINERS, service, accounts);
  }

  private static IllegalStateException failure(RuntimeException cause) {
    return new IllegalStateException(
        ("a Docker engine answers, but Azurite did not start in a container (%s); with"
                + " -Dkeepvolume.azurite=npm the tests do without Docker, and CONTRIBUTING.md tells"
                + " more")
            .formatted(cause),
        cause);
  }

  private static void setCommand(CreateContainerCmd command) {
    var unused =
        command.withCmd(
            "azurite-blob",
            "--blobHost",
            "0.0.0.0",
            "--inMemoryPersistence",
            "--extentMemoryLimit",
            NpmAzurite.MEBIBYTES_OF_BLOBS,
            "--silent",
            "--skipApiVersionCheck",
            "--disableTelemetry");
  }
}
