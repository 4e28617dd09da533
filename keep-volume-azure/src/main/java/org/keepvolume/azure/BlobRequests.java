// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static com.google.common.base.Preconditions.checkState;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.Response;
import com.azure.storage.blob.BlobAsyncClient;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.models.BlobDownloadAsyncResponse;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import javax.annotation.Nullable;
import javax.annotation.concurrent.ThreadSafe;
import org.keepvolume.BlockHash;
import org.keepvolume.CallCancelledException;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeObserver;
import org.reactivestreams.Publisher;

/**
 * The requests that a volume makes of the service, each sent once: permit, limits, interruption and
 * observer are the same for all.
 */
@ThreadSafe
final class BlobRequests {
  /** The most that the service gives. */
  static final int PAGE = 5000;

  private static final DownloadRetryOptions NO_RESUMPTION =
      new DownloadRetryOptions().setMaxRetryRequests(0);

  private volatile @Nullable AzureClients clients;
  private final BlobNames names;
  private final RequestLimit limit;
  private final VolumeObserver observer;
  private final String volume;

  BlobRequests(
      AzureClients clients,
      BlobNames names,
      RequestLimit limit,
      VolumeObserver observer,
      String volume) {
    this.clients = clients;
    this.names = names;
    this.limit = limit;
    this.observer = observer;
    this.volume = volume;
  }

  /** Asks for size, times and metadata of a block's blob. */
  BlobState properties(Call call, BlockHash hash) throws IOException {
    Response<BlobProperties> answer =
        send(
            call,
            ServiceRequest.GET_BLOB_PROPERTIES,
            () -> blob(clients().control(), hash).getPropertiesWithResponse(null));
    return BlobState.of(answer);
  }

  /** Replaces the metadata of the version of a blob that was seen, which gives it a new mtime. */
  void setMetadata(Call call, BlockHash hash, Map<String, String> metadata, BlobState seen)
      throws IOException {
    var unused =
        send(
            call,
            ServiceRequest.SET_BLOB_METADATA,
            () ->
                blob(clients().control(), hash)
                    .setMetadataWithResponse(metadata, only(seen.etag())));
  }

  /** Deletes a version of a blob. */
  void delete(Call call, BlockHash hash, String etag) throws IOException {
    var unused =
        send(
            call,
            ServiceRequest.DELETE_BLOB,
            () -> blob(clients().control(), hash).deleteWithResponse(null, only(etag)));
  }

  /** As {@link #delete}, whose answer an interrupted thread waits for a moment longer. */
  void deleteCounted(Call call, BlockHash hash, String etag) throws IOException {
    var unused =
        permitted(
            call,
            ServiceRequest.DELETE_BLOB,
            () -> {
              long sent = call.timing().nanoTime();
              return Exchange.awaitDespite(
                  blob(clients().control(), hash).deleteWithResponse(null, only(etag)),
                  () -> call.remaining(sent));
            });
  }

  /** Stores a blob in place of whatever is there. */
  void put(Call call, BlockHash hash, ByteBuffer bytes) throws IOException {
    var unused =
        permitted(
            call,
            ServiceRequest.PUT_BLOB,
            () -> {
              try (UploadBody body = new UploadBody(bytes, call.timing()::nanoTime)) {
                return Exchange.await(
                    blob(clients().data(), hash)
                        .getBlockBlobAsyncClient()
                        .uploadWithResponse(body.options(hash)),
                    () -> call.remaining(body.progressed()),
                    answer -> {});
              }
            });
  }

  /** What is done with the answer to a Get Blob, while its body comes. */
  @FunctionalInterface
  interface Download<T> {
    T take(BlobState state, BodyStream body) throws IOException, InterruptedException;
  }

  /**
   * Asks for the content of a blob.
   *
   * @param range which of it; null: all
   */
  <T> T get(Call call, BlockHash hash, @Nullable BlobRange range, Download<T> download)
      throws IOException {
    Request<BlobDownloadAsyncResponse> request =
        () ->
            blob(clients().data(), hash)
                .downloadStreamWithResponse(range, NO_RESUMPTION, null, false);
    return permitted(
        call,
        ServiceRequest.GET_BLOB,
        () -> {
          long sent = call.timing().nanoTime();
          BlobDownloadAsyncResponse answer =
              Exchange.await(
                  request.publisher(), () -> call.remaining(sent), BlobRequests::dropBody);
          try (BodyStream body = BodyStream.of(answer.getValue())) {
            requireBegin(range, answer.getDeserializedHeaders().getContentRange());
            BlobState state = BlobState.of(answer.getDeserializedHeaders(), answer.getHeaders());
            return download.take(state, body);
          }
        });
  }

  /** A proxy that knows no ranges would put bytes where they do not belong. */
  private static void requireBegin(@Nullable BlobRange asked, @Nullable String given)
      throws IOException {
    long from = asked == null ? 0 : asked.getOffset();
    if (given == null ? from != 0 : !given.startsWith("bytes " + from + "-")) {
      throw new IOException("the answer has another range than the one that was asked for");
    }
  }

  /** A body that nobody begins keeps its connection for ever. */
  private static void dropBody(BlobDownloadAsyncResponse answer) {
    BodyStream.of(answer.getValue()).close();
  }

  /**
   * Asks for a page of the listing of blobs, with their metadata.
   *
   * @param prefix what their names begin with
   * @param marker where the page before ended; null: at the first one
   */
  PagedResponse<BlobItem> list(Call call, String prefix, @Nullable String marker, int most)
      throws IOException {
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(prefix)
            .setMaxResultsPerPage(most)
            .setDetails(new BlobListDetails().setRetrieveMetadata(true));
    // next() ends the listing before it hands the page on: the client would ask for another one.
    return send(
        call,
        ServiceRequest.LIST_BLOBS,
        () -> clients().control().listBlobs(options, marker).byPage().next());
  }

  /** Makes the container unless it is there. */
  void createContainer(Call call) throws IOException {
    var unused =
        send(
            call,
            ServiceRequest.CREATE_CONTAINER,
            () -> clients().control().createIfNotExistsWithResponse(null));
  }

  private AzureClients clients() {
    AzureClients open = clients;
    checkState(open != null, "the volume %s is closed", volume);
    return open;
  }

  /** Lets go of the HTTP clients, which end their threads and connections when nobody has them. */
  void close() {
    clients = null;
  }

  private BlobAsyncClient blob(BlobContainerAsyncClient container, BlockHash hash) {
    return container.getBlobAsyncClient(names.name(hash));
  }

  private static BlobRequestConditions only(String etag) {
    return new BlobRequestConditions().setIfMatch(etag);
  }

  /** Makes the request, not yet sent. */
  @FunctionalInterface
  private interface Request<T> {
    Publisher<T> publisher();
  }

  /** Does what one request takes. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private <T> T send(Call call, ServiceRequest kind, Request<T> request) throws IOException {
    return permitted(
        call,
        kind,
        () -> {
          long sent = call.timing().nanoTime();
          return Exchange.await(request.publisher(), () -> call.remaining(sent), answer -> {});
        });
  }

  @SuppressWarnings("try") // held until the end
  private <T> T permitted(Call call, ServiceRequest kind, Work<T> work) throws IOException {
    call.checkInterrupted();
    try (RequestLimit.Permit permit = limit.acquire(call)) {
      return observed(call, kind, work);
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
  }

  private <T> T observed(Call call, ServiceRequest kind, Work<T> work)
      throws IOException, InterruptedException {
    long began = call.timing().nanoTime();
    boolean succeeded = false;
    try {
      T result = work.run();
      succeeded = true;
      return result;
    } catch (VolumeException | GuardedSink.Refused e) {
      // Unless it was interrupted, the request was answered, and the answer is not what is wanted.
      succeeded = !(e instanceof CallCancelledException);
      throw e;
    } finally {
      observer.backendCall(volume, kind.toString(), succeeded, call.timing().nanoTime() - began);
    }
  }
}
