// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import static java.util.Objects.requireNonNull;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobDownloadAsyncResponse;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockSink;

/**
 * The baseline: the storage client's own calls that stream a block, without limits and interrupts.
 */
final class BareSdk {
  private static final DownloadRetryOptions NO_RESUMPTION =
      new DownloadRetryOptions().setMaxRetryRequests(0);

  private final BlobContainerAsyncClient container;

  private BareSdk(BlobContainerAsyncClient container) {
    this.container = container;
  }

  /** Leaves everything as it comes: time limits of the HTTP client, retries. */
  static BareSdk withDefaults(NullServerProcess server) {
    return new BareSdk(builder(server, new JdkHttpClientBuilder()).buildAsyncClient());
  }

  /** Sets what a volume sets: no time limits but for the connect, and no retries. */
  static BareSdk withSettingsOfVolume(NullServerProcess server) {
    JdkHttpClientBuilder http =
        new JdkHttpClientBuilder()
            .connectionTimeout(Duration.ofSeconds(5))
            .responseTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO);
    Duration none = null;
    return new BareSdk(
        builder(server, http)
            .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, none, none, none, null))
            .buildAsyncClient());
  }

  private static BlobContainerClientBuilder builder(
      NullServerProcess server, JdkHttpClientBuilder http) {
    return new BlobContainerClientBuilder()
        .endpoint(server.endpoint().toString())
        .containerName(NullServerProcess.CONTAINER)
        .credential(
            new StorageSharedKeyCredential(NullServerProcess.ACCOUNT, NullServerProcess.KEY))
        .httpClient(http.build());
  }

  void write(BlockHash hash, ByteBuffer data) {
    var unused =
        blob(hash)
            .getBlockBlobAsyncClient()
            .uploadWithResponse(
                new BlockBlobSimpleUploadOptions(BinaryData.fromByteBuffer(data))
                    .setContentMd5(hash.toBytes()))
            .block();
  }

  void read(BlockHash hash, BlockSink sink) throws IOException {
    BlobDownloadAsyncResponse answer =
        requireNonNull(
            blob(hash).downloadStreamWithResponse(null, NO_RESUMPTION, null, false).block());
    sink.begin(answer.getDeserializedHeaders().getContentLength().intValue());
    try (Stream<ByteBuffer> parts = answer.getValue().toStream(1)) {
      int position = 0;
      for (Iterator<ByteBuffer> i = parts.iterator(); i.hasNext(); ) {
        ByteBuffer part = i.next();
        int length = part.remaining();
        sink.write(part, position);
        position += length;
      }
    }
  }

  private BlobAsyncClient blob(BlockHash hash) {
    return container.getBlobAsyncClient(hash.toString());
  }
}
