// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.keepvolume.BlockHash;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.azure.http.FaultProxy;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/**
 * Volumes behind a fault proxy, the same past it for what others do meanwhile, and the container
 * itself to see what there is.
 */
final class FaultBench implements AutoCloseable {
  private static final Duration PAST_MINIMUM_AGE = Duration.ofHours(1);
  private static final int SIZE = 10_000;

  /** Of the class loader, since each client has threads that end with it alone. */
  private static final HttpClient HTTP = new JdkHttpClientBuilder().build();

  private final String container = Azurite.shared().newContainerName();
  private final BlobContainerClient client = client(container);
  private final FaultProxy proxy;
  private final RecordedPauses pauses = new RecordedPauses();
  private final TestBlocks blocks;
  private final Volumes volumes;
  private final Volumes others;
  private volatile boolean old;

  FaultBench(long seed) throws IOException {
    blocks = new TestBlocks(seed);
    client.create();
    proxy = FaultProxy.to(Azurite.shared().endpoint(Azurite.shared().account().name()));
    volumes = Volumes.open(proxy.endpoint(), container, HTTP, () -> now(old), pauses);
    others =
        Volumes.open(
            Azurite.shared().endpoint(Azurite.shared().account().name()),
            container,
            HTTP,
            () -> now(true),
            pauses);
    proxy.startOver();
  }

  private static BlobContainerClient client(String container) {
    AzuriteAccount account = Azurite.shared().account();
    return new BlobContainerClientBuilder()
        .endpoint(Azurite.shared().endpoint(account.name()).toString())
        .credential(new StorageSharedKeyCredential(account.name(), account.key()))
        .serviceVersion(BlobServiceVersion.V2025_11_05)
        .containerName(container)
        .httpClient(HTTP)
        .buildClient();
  }

  FaultProxy proxy() {
    return proxy;
  }

  Volumes volumes() {
    return volumes;
  }

  RecordedPauses pauses() {
    return pauses;
  }

  /** Returns options with an HTTP client that need not be made anew. */
  AzureOptions options() {
    return Volumes.options().withHttpClients(HttpClients.of(HTTP));
  }

  String container() {
    return container;
  }

  /** Stores bytes under a block's name. */
  void put(BlockHash hash, byte[] bytes) {
    client.getBlobClient(hash.toString()).upload(BinaryData.fromBytes(bytes), true);
  }

  /** Returns a new block in a condition; the clock is such that live ones are old. */
  TestBlock prepare(BlockCondition condition) {
    TestBlock block = blocks.random(SIZE);
    old = true;
    String deadline =
        switch (condition) {
          case TRASHED -> "9999999999";
          case DUE -> "1000000000";
          case MISSING, OLD, YOUNG -> "";
        };
    if (condition != BlockCondition.MISSING) {
      BlobParallelUploadOptions options =
          new BlobParallelUploadOptions(BinaryData.fromBytes(block.bytes()));
      if (condition.isTrashed()) {
        options.setMetadata(Map.of(TrashMark.KEY, deadline));
      }
      var unused =
          client.getBlobClient(block.hash().toString()).uploadWithResponse(options, null, null);
    }
    pauses.forget();
    return block;
  }

  /** Has somebody else do something, whose clock shows live blocks as old. */
  void other(Deed deed, TestBlock block, Expected expected) {
    String outcome = deed.run(others, block);
    if (!outcome.equals(expected.outcome())) {
      throw new AssertionError("the other's " + deed + ": " + outcome + ", not " + expected);
    }
    if (expected.after() == BlockCondition.YOUNG) {
      old = false;
    }
  }

  /** Returns the time, or one at which what was just written is past the minimum age. */
  private static Instant now(boolean later) {
    Instant now = InstantSource.system().instant();
    return later ? now.plus(PAST_MINIMUM_AGE) : now;
  }

  private BlobProperties properties(TestBlock block) {
    return client.getBlobClient(block.hash().toString()).getProperties();
  }

  /** Returns when a block's blob was last changed, by the container itself. */
  Instant lastModified(TestBlock block) {
    return properties(block).getLastModified().toInstant();
  }

  /** Returns the version of a block's blob, by the container itself. */
  String etag(TestBlock block) {
    return properties(block).getETag();
  }

  /** Tells whether a block is in a condition, by the container itself. */
  boolean is(TestBlock block, BlockCondition condition) {
    try {
      var blob =
          client
              .getBlobClient(block.hash().toString())
              .downloadContentWithResponse(null, null, null, null);
      boolean trashed = TrashMark.find(blob.getDeserializedHeaders().getMetadata()).isPresent();
      return Arrays.equals(blob.getValue().toBytes(), block.bytes())
          && (trashed ? condition.isTrashed() : condition.isLive());
    } catch (BlobStorageException e) {
      if (e.getStatusCode() != 404) {
        throw e;
      }
      return condition == BlockCondition.MISSING;
    }
  }

  void remove(TestBlock block) {
    var unused = client.getBlobClient(block.hash().toString()).deleteIfExists();
  }

  @Override
  public void close() {
    volumes.close();
    others.close();
    client.deleteIfExists();
    proxy.close();
  }
}
