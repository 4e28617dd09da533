// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.keepvolume.BlockHash;

/** A process of clients, which says how long their requests took when it ends. */
public final class LoadClient {
  private final Load load;
  private final int port;
  private final LoadBlocks blocks;
  private final long firstNumber;
  private final List<BlockHash> hashes = new ArrayList<>();
  private final AtomicLong next = new AtomicLong();

  private LoadClient(Load load, int port, long firstNumber) {
    this.load = load;
    this.port = port;
    this.firstNumber = firstNumber;
    blocks = new LoadBlocks(load.blockSize());
    boolean isKnown = load.kind() == Load.Kind.GET || load.endsWithBlocks();
    for (int i = 0; isKnown && i < load.blocks(); i++) {
      hashes.add(blocks.hash(firstNumber + i));
    }
  }

  /**
   * Says that it is ready, waits for a line, makes the requests, and prints their number, the
   * seconds they took together, and a histogram of theirs in Base64.
   *
   * @param args the port, the number of the first block, and the load
   */
  public static void main(String[] args) throws Exception {
    List<String> all = List.of(args);
    Load load = Load.ofArgs(all.subList(2, all.size()));
    LoadClient client =
        new LoadClient(load, Integer.parseInt(all.get(0)), Long.parseLong(all.get(1)));
    System.out.println("ready");
    int unused = System.in.read();
    System.out.println(client.run());
  }

  private String run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(load.clients());
    try {
      long start = System.nanoTime();
      long end = start + (long) (load.seconds() * 1e9);
      List<Callable<Histogram>> clients = new ArrayList<>();
      for (int i = 0; i < load.clients(); i++) {
        int seed = i;
        clients.add(() -> client(end, seed));
      }
      Histogram all = newHistogram();
      for (Future<Histogram> each : threads.invokeAll(clients)) {
        all.add(each.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      ByteBuffer encoded = ByteBuffer.allocate(all.getNeededByteBufferCapacity());
      int length = all.encodeIntoByteBuffer(encoded);
      return all.getTotalCount()
          + " "
          + seconds
          + " "
          + Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(encoded.array(), length));
    } finally {
      threads.shutdownNow();
    }
  }

  static Histogram newHistogram() {
    return new Histogram(3);
  }

  private Histogram client(long end, int seed) throws Exception {
    Histogram times = newHistogram();
    SplittableRandom random = new SplittableRandom(seed);
    try (LoadConnection connection = new LoadConnection(port)) {
      while (load.endsWithBlocks() || System.nanoTime() < end) {
        long number = next.getAndIncrement();
        if (load.endsWithBlocks() && number >= hashes.size()) {
          break;
        }
        long start;
        if (load.kind() == Load.Kind.GET) {
          BlockHash hash = hashes.get(random.nextInt(hashes.size()));
          start = System.nanoTime();
          long unused = connection.get(hash);
        } else {
          long block = firstNumber + number;
          BlockHash hash = load.endsWithBlocks() ? hashes.get((int) number) : blocks.hash(block);
          start = System.nanoTime();
          connection.put(hash, blocks.begin(block), blocks.rest());
        }
        times.recordValue(System.nanoTime() - start);
      }
    }
    return times;
  }
}
