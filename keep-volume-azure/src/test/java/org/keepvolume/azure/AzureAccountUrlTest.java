// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.BlobContainerClientBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** The storage client asks where the account says, whatever the form of the endpoint. */
final class AzureAccountUrlTest {
  private static final String BLOB = "keep/3/37b/37b51d194a7513e45b56f6524f2d51f2";

  /** Answers nothing, and remembers where to. */
  private static final class Recorder implements HttpClient {
    private final List<String> urls = new ArrayList<>();

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      urls.add(request.getUrl().toString());
      return Mono.empty();
    }
  }

  private static List<String> urls(AzureAccount account) {
    Recorder client = new Recorder();
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder().containerName("blocks").httpClient(client);
    account.applyTo(builder);
    builder.buildAsyncClient().getBlobAsyncClient(BLOB).getProperties().block();
    builder.buildAsyncClient().exists().block();
    return client.urls;
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:10000/devstoreaccount1, http://127.0.0.1:10000/devstoreaccount1",
    "http://localhost:10000/devstoreaccount1/, http://localhost:10000/devstoreaccount1",
    "http://[::1]:10000/devstoreaccount1, http://[::1]:10000/devstoreaccount1",
    "http://azurite:10000/devstoreaccount1, http://azurite:10000/devstoreaccount1",
    "http://Azurite.Example.Com/devstoreaccount1, http://azurite.example.com/devstoreaccount1",
    "https://azurite.example.com:444/devstoreaccount1,"
        + " https://azurite.example.com:444/devstoreaccount1",
    "http://10.0.0.7/devstoreaccount1, http://10.0.0.7/devstoreaccount1",
    "http://azurite/devstoreaccount1, http://azurite/devstoreaccount1",
    "http://[::1]/devstoreaccount1, http://[::1]/devstoreaccount1",
    "https://blobs.example.com:444, https://blobs.example.com:444",
    "https://blobs.example.com, https://blobs.example.com",
    "https://devstoreaccount1.blob.core.windows.net/,"
        + " https://devstoreaccount1.blob.core.windows.net",
  })
  void requestsGoToTheEndpoint(String endpoint, String expected) {
    assertEquals(
        List.of(
            expected + "/blocks/keep%2F3%2F37b%2F37b51d194a7513e45b56f6524f2d51f2",
            expected + "/blocks?restype=container"),
        urls(AzureAccount.emulator().withEndpoint(URI.create(endpoint))));
  }
}
