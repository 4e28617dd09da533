// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.azure.AzureAccount;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.config.Secret;

/** The command on a container of an emulator. */
@Tag("slow")
class AzureCheckTest {
  private final Azurite azurite = Azurite.shared();
  private final String container = azurite.newContainerName();
  private final BlobContainerClient client = client();

  @TempDir Path scratch;

  private BlobContainerClient client() {
    BlobContainerClientBuilder builder = new BlobContainerClientBuilder().containerName(container);
    AzureAccount.withKey(azurite.account().name(), Secret.of(azurite.account().key()))
        .withEndpoint(azurite.endpoint(azurite.account().name()))
        .applyTo(builder);
    return builder.buildClient();
  }

  @BeforeEach
  void makeContainer() {
    client.create();
    client.getBlobClient("theirs").upload(BinaryData.fromString("not to be touched"));
  }

  @AfterEach
  void removeContainer() {
    client.delete();
  }

  private List<String> blobs() {
    return client.listBlobs().stream().map(BlobItem::getName).toList();
  }

  private Command check(String... credential) {
    return Command.run(
        "check",
        "--effort=short",
        "--",
        "-azure-storage-account-name",
        azurite.account().name(),
        "-azure-storage-endpoint",
        azurite.endpoint(azurite.account().name()).toString(),
        credential[0],
        credential[1],
        "-azure-blob-prefix=some/",
        "-azure-storage-container-volume",
        container);
  }

  @Test
  void goodContainerIsReportedAndLeftAsItWas() throws Exception {
    Path key = Files.writeString(scratch.resolve("account.key"), azurite.account().key());
    Command check = check("-azure-storage-account-key-file", key.toString());
    assertEquals(0, check.exitCode(), check.toString());
    assertTrue(check.out().contains("# Conformance of azure"), check.toString());
    assertTrue(
        check.out().contains("| TR-7 | must | backend | passed | emulator |"), check.toString());
    assertTrue(
        check.out().contains("| LC-4 | must | backend | passed | emulator |"), check.toString());
    assertTrue(check.out().contains("| CF-1 | must | provider | passed |"), check.toString());
    assertEquals(List.of("theirs"), blobs());
  }

  @Test
  void keyThatTheSecondProcessWouldShowIsRefused() {
    Command check = check("-azure-storage-account-key", azurite.account().key());
    assertEquals(2, check.exitCode(), check.toString());
    assertTrue(check.err().contains("name a file with the key"), check.toString());
    assertTrue(!check.toString().contains(azurite.account().key()), check.toString());
    assertEquals(List.of("theirs"), blobs());
  }
}
