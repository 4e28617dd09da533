// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The emulator that the other tests of this module share: it runs and keeps what it is given. */
class AzuriteTest {
  private static final Azurite ONE_ACCOUNT =
      new Azurite(
          AzuriteLane.ENDPOINT,
          URI.create("http://127.0.0.1:10000"),
          List.of(AzuriteAccount.PUBLISHED));

  @Test
  void eachAccountKeepsBlobs() {
    Azurite azurite = Azurite.shared();
    for (AzuriteAccount account : List.of(azurite.account(), azurite.secondAccount())) {
      BlobContainerClient container = container(azurite, account, account.key());
      container.create();
      byte[] content = account.name().getBytes(UTF_8);
      container.getBlobClient("blob").upload(BinaryData.fromBytes(content));
      assertArrayEquals(content, container.getBlobClient("blob").downloadContent().toBytes());
      container.delete();
    }
  }

  @Test
  void keyOfAnotherAccountIsRefused() {
    Azurite azurite = Azurite.shared();
    BlobContainerClient container =
        container(azurite, azurite.account(), azurite.secondAccount().key());
    assertEquals(403, assertThrows(BlobStorageException.class, container::create).getStatusCode());
  }

  @Test
  void oneEmulatorServesTheWholeJvm() throws Exception {
    Azurite azurite = Azurite.shared();
    assertSame(azurite, Azurite.shared());
    Path marker = Path.of("target", "azurite-lanes", azurite.lane().toString());
    assertEquals(azurite.service() + "\n", Files.readString(marker));
  }

  @Test
  void containerNamesAreFresh() {
    String name = ONE_ACCOUNT.newContainerName();
    assertTrue(name.matches("[a-z0-9]+(-[a-z0-9]+)*") && name.length() <= 63, name);
    assertNotEquals(name, ONE_ACCOUNT.newContainerName());
  }

  @Test
  void endpointEndsWithTheAccount() {
    assertEquals(URI.create("http://127.0.0.1:10000/account"), ONE_ACCOUNT.endpoint("account"));
  }

  @Test
  void childFindsTheSameEmulator() throws Exception {
    Azurite azurite = Azurite.shared();
    Map<String, String> environment = azurite.environment();
    Azurite found =
        AzuriteFinderTest.finder(new Surroundings(environment, "auto", "1", Path.of(""))).find();
    assertEquals(AzuriteLane.ENDPOINT, found.lane());
    assertEquals(azurite.service(), found.service());
    assertEquals(azurite.accounts(), found.accounts());
  }

  @Test
  void emulatorWithOneAccountSaysHowToGetTheSecond() {
    String message =
        assertThrows(IllegalStateException.class, ONE_ACCOUNT::secondAccount).getMessage();
    assertTrue(message.contains("AZURITE_ACCOUNTS=devstoreaccount1:"), message);
  }

  private static BlobContainerClient container(
      Azurite azurite, AzuriteAccount account, String key) {
    return new BlobContainerClientBuilder()
        .endpoint(azurite.endpoint(account.name()).toString())
        .credential(new StorageSharedKeyCredential(account.name(), key))
        .httpClient(new JdkHttpClientBuilder().build())
        .containerName(azurite.newContainerName())
        .buildClient();
  }
}
