// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nullable;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;

/**
 * Lists what follows a first page by longer prefixes, some at once.
 *
 * <p>Each thread holds one page, which it hands to the calling thread before it asks for the next.
 */
final class ParallelListing {
  private static final String DIGITS = "0123456789abcdef";

  /**
   * What a thread hands over.
   *
   * @param page a page, the last one of its prefix if it has no marker; null: it failed
   * @param failure why it can list no more; null: it did not fail
   */
  private record Handed(@Nullable Page page, @Nullable Throwable failure) {}

  private final ContainerListing listing;
  private final Call call;
  private final BlockHash last;
  private final List<BlockPrefix> prefixes = new ArrayList<>();
  private final int threads;
  private final AtomicInteger next = new AtomicInteger();
  private final BlockingQueue<Handed> pages = new SynchronousQueue<>(true);

  /**
   * Prepares the listing.
   *
   * @param last the last block of the first page, which has been visited with all before it
   */
  ParallelListing(
      ContainerListing listing, Call call, BlockPrefix prefix, BlockHash last, int most) {
    this.listing = listing;
    this.call = call;
    this.last = last;
    for (int i = 0; i < DIGITS.length(); i++) {
      BlockPrefix longer = BlockPrefix.parse(prefix.toString() + DIGITS.charAt(i));
      if (longer.toString().compareTo(last.toString().substring(0, longer.length())) >= 0) {
        prefixes.add(longer);
      }
    }
    threads = Math.min(most, prefixes.size());
  }

  void run(Workers workers, ContainerListing.Taker taker) throws IOException {
    try (Workers.Team team = workers.team(call)) {
      for (int i = 0; i < threads; i++) {
        team.help(own -> work());
      }
      int left = prefixes.size(); // by prefixes: not every thread need ever begin
      while (left > 0) {
        Page page = next(team);
        if (!taker.take(page)) {
          return;
        }
        if (page.marker() == null) {
          left--;
        }
      }
      team.join();
    }
  }

  /** Waits for a page. */
  private Page next(Workers.Team team) throws IOException {
    try {
      while (true) {
        long wait = call.afresh().remaining(call.timing().nanoTime()); // no limit as a whole
        Handed handed = pages.poll(wait, NANOSECONDS);
        if (handed != null) {
          team.throwIfFailed(handed.failure());
        }
        if (handed != null && handed.page() != null) {
          return handed.page();
        }
        team.throwFailure();
        if (!team.hasBegun()) { // those that have keep the limits themselves
          throw call.unavailable("the executor has no thread for the listing", null);
        }
      }
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
  }

  private void work() throws IOException {
    try {
      int number = next.getAndIncrement();
      while (number < prefixes.size()) {
        list(prefixes.get(number));
        number = next.getAndIncrement();
      }
    } catch (IOException | RuntimeException | Error e) {
      hand(new Handed(null, e));
      throw e;
    }
  }

  private void list(BlockPrefix prefix) throws IOException {
    String marker = null;
    do {
      Page page = listing.page(call, prefix, marker);
      hand(new Handed(behindLast(page, prefix), null));
      marker = page.marker();
    } while (marker != null);
  }

  /** The prefix in which the first page ended is listed from its begin. */
  private Page behindLast(Page page, BlockPrefix prefix) {
    if (!prefix.matches(last)) {
      return page;
    }
    List<Listed> rest =
        page.blocks().stream().filter(block -> block.hash().compareTo(last) > 0).toList();
    return new Page(rest, page.date(), page.marker());
  }

  private void hand(Handed handed) throws IOException {
    try {
      pages.put(handed);
    } catch (InterruptedException e) {
      throw call.interrupted(e);
    }
  }
}
