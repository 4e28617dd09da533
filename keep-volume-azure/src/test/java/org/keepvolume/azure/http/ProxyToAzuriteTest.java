// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.azure.http.RequestName.DELETE_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB;
import static org.keepvolume.azure.http.RequestName.GET_BLOB_PROPERTIES;
import static org.keepvolume.azure.http.RequestName.LIST_BLOBS;
import static org.keepvolume.azure.http.RequestName.PUT_BLOB;
import static org.keepvolume.azure.http.RequestName.SET_BLOB_METADATA;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.google.common.hash.Hashing;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keepvolume.azure.azurite.Azurite;

/** Has the service's own client talk to Azurite through the proxy, signed with a key. */
@Timeout(120)
class ProxyToAzuriteTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  private FaultProxy proxy;
  private BlobContainerClient container;
  private BlobClient blob;

  @BeforeEach
  void start() throws Exception {
    Azurite azurite = Azurite.shared();
    proxy = FaultProxy.to(azurite.endpoint(azurite.account().name()));
    container =
        SdkTest.container(
            proxy.endpoint(),
            azurite.newContainerName(),
            azurite.account().name(),
            azurite.account().key());
    container.create();
    blob = container.getBlobClient("blob");
    blob.upload(BinaryData.fromBytes(CONTENT));
    proxy.startOver();
  }

  @AfterEach
  void stop() {
    container.delete();
    proxy.close();
  }

  @Test
  void requestsPassUnchanged() {
    byte[] large = new byte[5_000_000];
    Arrays.fill(large, (byte) 7);
    BlobClient other = container.getBlobClient("other");
    other.upload(BinaryData.fromBytes(large));
    assertArrayEquals(large, other.downloadContent().toBytes());
    blob.setMetadata(Map.of("a", "b"));
    assertEquals("b", blob.getProperties().getMetadata().get("a"));
    assertEquals(List.of("blob", "other"), listed(1));
    other.delete();
    assertEquals(
        List.of(
            PUT_BLOB,
            GET_BLOB,
            SET_BLOB_METADATA,
            GET_BLOB_PROPERTIES,
            LIST_BLOBS,
            LIST_BLOBS,
            DELETE_BLOB),
        proxy.names());
    assertEquals(large.length, proxy.requests(PUT_BLOB).get(0).bodyBytes());
  }

  @Test
  void lostAnswersWereGiven() {
    proxy.on(SET_BLOB_METADATA, 1).loseAnswer();
    assertThrows(RuntimeException.class, () -> blob.setMetadata(Map.of("a", "b")));
    assertEquals("b", blob.getProperties().getMetadata().get("a"));
    proxy.on(DELETE_BLOB, 1).loseAnswer();
    assertThrows(RuntimeException.class, blob::delete);
    assertEquals(false, blob.exists());
  }

  @Test
  void secondDeleteFindsNothing() {
    proxy.on(DELETE_BLOB, 1).duplicate();
    BlobStorageException error = assertThrows(BlobStorageException.class, blob::delete);
    assertEquals(404, error.getStatusCode());
  }

  @Test
  void bitFlippedOnTheWayIsRefused() {
    proxy.on(PUT_BLOB, 1).flipRequestBit(3);
    BlobStorageException error =
        assertThrows(
            BlobStorageException.class,
            () ->
                blob.getBlockBlobClient()
                    .uploadWithResponse(
                        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(CONTENT))
                            .setContentMd5(md5(CONTENT)),
                        null,
                        Context.NONE));
    assertEquals(400, error.getStatusCode());
  }

  @SuppressWarnings("deprecation") // the service's digest
  private static byte[] md5(byte[] content) {
    return Hashing.md5().hashBytes(content).asBytes();
  }

  @Test
  void listingsAreShortOrBroken() {
    container.getBlobClient("other").upload(BinaryData.fromBytes(CONTENT));
    proxy.on(LIST_BLOBS, 1).shortPage();
    assertEquals(List.of("blob"), listed(1));
    proxy.on(LIST_BLOBS, 2).truncatedListing();
    assertThrows(RuntimeException.class, () -> listed(1));
  }

  @Test
  void hookRunsBetweenTwoRequestsOfTheService() {
    proxy.on(DELETE_BLOB, 1).before(() -> blob.setMetadata(Map.of("a", "b")));
    blob.delete();
    assertEquals(List.of(DELETE_BLOB, SET_BLOB_METADATA), proxy.names());
    assertTrue(proxy.totalConnections() >= 2);
  }

  private List<String> listed(int pageSize) {
    return container
        .listBlobs(new ListBlobsOptions().setMaxResultsPerPage(pageSize), Duration.ofSeconds(30))
        .stream()
        .map(BlobItem::getName)
        .toList();
  }
}
