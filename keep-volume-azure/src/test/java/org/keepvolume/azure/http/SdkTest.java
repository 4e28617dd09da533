// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.DELETE_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.GET_CONTAINER_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;
import static org.keepvolume.azure.http.RequestName.PUT_BLOB;
import static org.keepvolume.azure.http.RequestName.SET_BLOB_METADATA;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Has the service's own client talk to the null server, through the proxy. */
@Timeout(60)
class SdkTest {
  private static final String KEY = "bm8gc2VjcmV0";

  @Test
  void clientUnderstandsTheNullServer() throws Exception {
    NullSettings settings = NullSettings.defaults().withBlobs(640, 25).withTrashedEvery(2);
    try (NullServer server = NullServer.start(settings, Clock.systemUTC());
        FaultProxy proxy = FaultProxy.to(server.endpoint())) {
      BlobContainerClient container = container(proxy.endpoint());
      assertTrue(container.exists());
      BlobClient blob = container.getBlobClient("blob-5000");
      blob.upload(BinaryData.fromBytes(new byte[5000]), true);
      assertArrayEquals(new byte[5000], blob.downloadContent().toBytes());
      BlobProperties properties = blob.getProperties();
      assertEquals(5000, properties.getBlobSize());
      blob.setMetadata(Map.of("a", "b"));
      blob.delete();
      List<BlobItem> listed =
          container
              .listBlobs(
                  new ListBlobsOptions()
                      .setPrefix("3")
                      .setDetails(new BlobListDetails().setRetrieveMetadata(true)),
                  Duration.ofSeconds(10))
              .stream()
              .toList();
      assertEquals(40, listed.size());
      assertEquals(server.listedName(120), listed.get(0).getName());
      assertEquals("1000000000", listed.get(0).getMetadata().get("expires_at"));
      assertEquals(
          List.of(
              GET_CONTAINER_PROPERTIES,
              PUT_BLOB,
              GET_BLOB,
              GET_BLOB_PROPERTIES,
              SET_BLOB_METADATA,
              DELETE_BLOB,
              LIST_BLOBS,
              LIST_BLOBS),
          proxy.names());
    }
  }

  @Test
  void clientUnderstandsScriptedErrors() throws Exception {
    try (NullServer server = NullServer.start(NullSettings.defaults(), Clock.systemUTC());
        FaultProxy proxy = FaultProxy.to(server.endpoint())) {
      proxy.on(GET_BLOB_PROPERTIES, 1).status(503, "ServerBusy", "Retry-After", "1");
      proxy.on(DELETE_BLOB, 1).status(409, "BlobImmutableDueToPolicy");
      BlobClient blob = container(proxy.endpoint()).getBlobClient("blob");
      BlobStorageException busy = assertThrows(BlobStorageException.class, blob::getProperties);
      assertEquals(BlobErrorCode.SERVER_BUSY, busy.getErrorCode());
      assertEquals("1", busy.getResponse().getHeaders().getValue(HttpHeaderName.RETRY_AFTER));
      BlobStorageException immutable = assertThrows(BlobStorageException.class, blob::delete);
      assertEquals(409, immutable.getStatusCode());
      assertEquals("BlobImmutableDueToPolicy", immutable.getErrorCode().toString());
    }
  }

  private static BlobContainerClient container(URI endpoint) {
    return container(endpoint, "container", "devstoreaccount1", KEY);
  }

  /** Makes a client that does not repeat requests by itself. */
  static BlobContainerClient container(URI endpoint, String container, String account, String key) {
    return new BlobContainerClientBuilder()
        .endpoint(endpoint.toString())
        .containerName(container)
        .credential(new StorageSharedKeyCredential(account, key))
        .serviceVersion(BlobServiceVersion.V2025_11_05)
        .httpClient(new JdkHttpClientBuilder().build())
        .retryOptions(
            new RequestRetryOptions(
                RetryPolicyType.FIXED, 1, (Duration) null, (Duration) null, (Duration) null, null))
        .buildClient();
  }
}
