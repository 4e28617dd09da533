// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.keepvolume.azure.AzureAccount;

/**
 * A part of a container that a check works in: the blobs below a prefix of its own, removed when it
 * ends, by a signal too; but for what a test makes in that moment.
 *
 * <p>Not a container of its own, which credentials of one container may not make.
 */
final class BlobWorkspace implements AutoCloseable {
  private static final int DELETES_AT_ONCE = 32;

  private final AzureAccount account;
  private final String container;
  private final BlobContainerClient client;
  private final String prefix;
  private final AtomicInteger parts = new AtomicInteger();
  private final Thread hook = new Thread(this::removeAtExit, "remove the check's blobs");

  private BlobWorkspace(AzureAccount account, String container, String outer) {
    this.account = account;
    this.container = container;
    client = client(account, container);
    prefix = outer + "keepvolume-check-" + UUID.randomUUID() + "/";
  }

  /** Prepares a workspace, below a prefix that all blobs of the volume have. */
  static BlobWorkspace create(AzureAccount account, String container, String outer) {
    BlobWorkspace workspace = new BlobWorkspace(account, container, outer);
    Runtime.getRuntime().addShutdownHook(workspace.hook);
    return workspace;
  }

  private static BlobContainerClient client(AzureAccount account, String container) {
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .containerName(container)
            .serviceVersion(BlobServiceVersion.V2025_11_05)
            .httpClient(new JdkHttpClientBuilder().build());
    account.applyTo(builder);
    return builder.buildClient();
  }

  /** Returns a prefix that no other test of this check has. */
  String newPrefix() {
    return prefix + parts.incrementAndGet() + "/";
  }

  /** Returns the container. */
  BlobContainerClient client() {
    return client;
  }

  /** Tells whether there is another container; one that may not be asked for counts as none. */
  boolean exists(String other) {
    try {
      return client(account, other).exists();
    } catch (BlobStorageException e) {
      return false;
    }
  }

  /** Removes what is below a prefix, many at once: the service takes one request for each. */
  void clear(String below) throws IOException {
    ListBlobsOptions all = new ListBlobsOptions().setPrefix(below);
    ExecutorService pool = Executors.newFixedThreadPool(DELETES_AT_ONCE);
    try {
      for (PagedResponse<BlobItem> page : client.listBlobs(all, null).iterableByPage()) {
        List<Callable<Boolean>> deletes = new ArrayList<>();
        for (BlobItem blob : page.getValue()) {
          deletes.add(() -> client.getBlobClient(blob.getName()).deleteIfExists());
        }
        for (Future<Boolean> deleted : pool.invokeAll(deletes)) {
          var unused = deleted.get();
        }
      }
    } catch (ExecutionException | BlobStorageException e) {
      throw new IOException(leftBehind(below), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(leftBehind(below), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private String leftBehind(String below) {
    return "blobs of the container " + container + " below " + below + " are left behind";
  }

  private void removeAtExit() {
    try {
      clear(prefix);
    } catch (IOException | RuntimeException e) {
      // Without the cause, which would be printed and may quote what was signed.
      throw new IllegalStateException(leftBehind(prefix));
    }
  }

  @Override
  public void close() throws IOException {
    clear(prefix);
    var unused = Runtime.getRuntime().removeShutdownHook(hook);
  }
}
