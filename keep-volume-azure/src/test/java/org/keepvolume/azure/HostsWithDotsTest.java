// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobItem;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.config.Secret;
import reactor.core.publisher.Mono;

/** An emulator behind a DNS name takes what is signed for it, the account standing in the path. */
final class HostsWithDotsTest {
  /** Finds names as a DNS server would: none of them is in one. */
  private record Resolver(HttpClient client, String name, String address) implements HttpClient {
    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      String url = request.getUrl().toString();
      return client.send(request.setUrl(url.replace(name, address)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"azurite.example.com", "azurite.example.com:10000", "azurite", "[::7]"})
  void blobsAreWrittenListedAndRead(String authority) {
    Azurite azurite = Azurite.shared();
    String name = azurite.account().name();
    AzureAccount account =
        AzureAccount.withKey(name, Secret.of(azurite.account().key()))
            .withEndpoint(URI.create("http://" + authority + "/" + name));
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .containerName(azurite.newContainerName())
            .serviceVersion(BlobServiceVersion.V2025_11_05)
            .httpClient(
                new Resolver(
                    new JdkHttpClientBuilder().build(),
                    "//" + authority + "/",
                    "//" + azurite.service().getAuthority() + "/"));
    account.applyTo(builder);
    BlobContainerClient container = builder.buildClient();
    container.create();
    byte[] content = {1, 2, 3};
    BlobNames names = new BlobNames(BlobNaming.plain().withPrefix("keep ü/").sharded());
    String blob = names.name(BlockHash.of(content));
    container.getBlobClient(blob).upload(BinaryData.fromBytes(content));
    assertEquals(List.of(blob), container.listBlobs().stream().map(BlobItem::getName).toList());
    assertArrayEquals(content, container.getBlobClient(blob).downloadContent().toBytes());
    container.delete();
  }
}
