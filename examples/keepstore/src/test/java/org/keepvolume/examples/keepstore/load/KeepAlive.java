// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.keepstore.RawConnection;

/**
 * Clients of several services on one volume, of which some delete blocks and others keep them alive
 * and demand to read them, from any service, for as long as a block is too young to be deleted.
 */
final class KeepAlive {
  static final String TOKEN = "token";

  private static final int KEEPERS_EACH = 2;

  /** So many that each is about old enough to be deleted when its turn comes again. */
  private static final int BLOCKS = 400;

  /** One of so many blocks is read until it is gone or old. */
  private static final int READ_LONG = 50;

  private static final byte[] NOTHING = new byte[0];
  private static final Map<String, String> AS_MANAGER = Map.of("Authorization", "OAuth2 " + TOKEN);

  /** A stamp is the kernel's, whose clock ticks. */
  private static final Duration TICK = Duration.ofMillis(50);

  private final List<Integer> ports;
  private final Duration minimumAge;
  private final long seed;
  private final AtomicInteger kept = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger tooLate = new AtomicInteger();
  private final AtomicInteger deleted = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();

  KeepAlive(List<Integer> ports, Duration minimumAge, long seed) {
    this.ports = ports;
    this.minimumAge = minimumAge;
    this.seed = seed;
  }

  /** Runs for some time; throws what a client found wrong. */
  void run(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int service = 0; service < ports.size(); service++) {
        int here = service;
        clients.add(
            threads.submit(
                () -> {
                  delete(here, end);
                  return null;
                }));
        for (int i = 0; i < KEEPERS_EACH; i++) {
          SplittableRandom random = new SplittableRandom(seed + clients.size());
          clients.add(
              threads.submit(
                  () -> {
                    keep(here, random, end);
                    return null;
                  }));
        }
      }
      for (Future<?> client : clients) {
        client.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(this + ": " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void delete(int service, long end) throws IOException {
    try (RawConnection client = new RawConnection(ports.get(service))) {
      for (int i = 0; System.nanoTime() < end; i++) {
        RawConnection.Answer answer =
            client.request("DELETE", path(content(i % BLOCKS)), AS_MANAGER, NOTHING).answer();
        if (answer.text().startsWith("{\"copies_deleted\":1")) {
          deleted.incrementAndGet();
        } else if (answer.status() != 200 && answer.status() != 404) {
          throw new AssertionError("DELETE gave " + answer.status() + " " + answer.text());
        }
      }
    }
  }

  private void keep(int service, SplittableRandom random, long end) throws IOException {
    List<RawConnection> clients = new ArrayList<>();
    try {
      for (int port : ports) {
        clients.add(new RawConnection(port));
      }
      while (System.nanoTime() < end) {
        byte[] block = content(random.nextInt(BLOCKS));
        long began = System.nanoTime();
        if (keepOnce(clients.get(service), block, random.nextBoolean())) {
          kept.incrementAndGet();
          readWhileYoung(clients, block, began, random);
        }
      }
    } finally {
      for (RawConnection client : clients) {
        client.close();
      }
    }
  }

  /** Touches a block, which may be gone, or writes it; true if it is kept alive. */
  private boolean keepOnce(RawConnection client, byte[] block, boolean touch) throws IOException {
    RawConnection.Answer answer =
        touch
            ? client.request("TOUCH", path(block), AS_MANAGER, NOTHING).answer()
            : client.request("PUT", path(block), Map.of(), block).answer();
    if (answer.status() != 200 && !(touch && answer.status() == 404)) {
      throw new AssertionError(
          (touch ? "TOUCH gave " : "PUT gave ") + answer.status() + " " + answer.text());
    }
    return answer.status() == 200;
  }

  /** Reads until about the age at which the block may go. */
  private void readWhileYoung(
      List<RawConnection> clients, byte[] block, long began, SplittableRandom random)
      throws IOException {
    long young = minimumAge.minus(TICK).toNanos();
    long stop =
        random.nextInt(READ_LONG) == 0
            ? began + random.nextLong(young + minimumAge.toNanos() / 2)
            : began;
    do {
      RawConnection reader = clients.get(random.nextInt(clients.size()));
      RawConnection.Answer answer = reader.request("GET", path(block), Map.of(), NOTHING).answer();
      long age = System.nanoTime() - began;
      boolean right = answer.status() == 200 && answer.body().equals(ByteBuffer.wrap(block));
      reads.incrementAndGet();
      if (right) {
        found.incrementAndGet();
      } else if (age < young || answer.status() != 404) {
        throw new AssertionError(
            "GET gave " + answer.status() + " at an age of " + age / 1_000_000 + " ms at most");
      } else {
        tooLate.incrementAndGet();
      }
    } while (System.nanoTime() < stop);
  }

  private static byte[] content(int number) {
    byte[] block = new byte[5000 + number];
    new SplittableRandom(number).nextBytes(block);
    return block;
  }

  private static String path(byte[] block) {
    return "/" + BlockHash.of(block);
  }

  int kept() {
    return kept.get();
  }

  int deleted() {
    return deleted.get();
  }

  @Override
  public String toString() {
    return "kept alive %s, deleted %s, read %s, of which %s found and %s gone when old"
        .formatted(kept, deleted, reads, found, tooLate);
  }
}
