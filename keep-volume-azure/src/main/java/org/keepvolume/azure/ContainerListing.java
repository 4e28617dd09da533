// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.models.BlobItem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;

/**
 * Lists the blocks of a container page by page: one after another where there are few, and beyond
 * the first page by the sixteen prefixes that are one digit longer, several at once.
 */
final class ContainerListing {
  /** Takes the pages, on the calling thread. */
  @FunctionalInterface
  interface Taker {
    /** Returns false to stop. */
    boolean take(Page page) throws IOException;
  }

  private final BlobRequests requests;
  private final BlobNames names;
  private final AzureLimits limits;
  private final int parallel;
  private final int pageSize;
  private final Workers workers;

  ContainerListing(BlobRequests requests, BlobNames names, AzureOptions options, Workers workers) {
    this.requests = requests;
    this.names = names;
    limits = options.limits();
    parallel = options.indexParallelism();
    pageSize = options.pageSize();
    this.workers = workers;
  }

  void list(Call call, BlockPrefix prefix, Taker taker) throws IOException {
    Page first = page(call, prefix, null);
    if (!taker.take(first) || first.marker() == null) {
      return;
    }
    if (parallel == 1 || prefix.length() == BlockHash.LENGTH || first.blocks().isEmpty()) {
      goOn(call, prefix, first.marker(), taker);
    } else {
      BlockHash last = first.blocks().get(first.blocks().size() - 1).hash();
      new ParallelListing(this, call, prefix, last, parallel).run(workers, taker);
    }
  }

  /** Asks for one blob, and returns when the service answered; null if it did not tell. */
  @Nullable
  Instant first(Call call) throws IOException {
    return read(requests.list(call, names.listPrefix(BlockPrefix.ALL), null, 1)).date();
  }

  private void goOn(Call call, BlockPrefix prefix, String marker, Taker taker) throws IOException {
    String next = marker;
    while (next != null) {
      Page page = page(call, prefix, next);
      if (!taker.take(page)) {
        return;
      }
      next = page.marker();
    }
  }

  /** Asks for one page, as often as the options say, within the limits of one. */
  Page page(Call call, BlockPrefix prefix, @Nullable String marker) throws IOException {
    Call once = call.afresh();
    Retries retries = Retries.of(once, limits.listAttempts(), limits.listDelay());
    while (true) {
      try {
        return read(requests.list(once, names.listPrefix(prefix), marker, pageSize));
      } catch (IOException e) {
        retries.after(e);
      }
    }
  }

  private Page read(PagedResponse<BlobItem> answer) throws IOException {
    List<Listed> blocks = new ArrayList<>();
    for (BlobItem item : answer.getValue()) {
      if (item.getName() == null || item.getProperties() == null) {
        throw new IOException("the listing has an item without name or properties");
      }
      Listed.of(item, names).ifPresent(blocks::add);
    }
    String marker = answer.getContinuationToken();
    return new Page(
        blocks,
        BlobState.date(answer.getHeaders()),
        marker == null || marker.isEmpty() ? null : marker);
  }
}
