// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.keepvolume.BlockHash;

/** Blocks of one size, and how often a measurement goes through them to last long enough. */
record Workload(String label, List<Block> blocks, int rounds) {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /** A block's content, on the heap as most callers have it, under its hash. */
  record Block(BlockHash hash, ByteBuffer content) {
    /** Returns the content with a position of its own. */
    ByteBuffer data() {
      return content.duplicate();
    }
  }

  /** Returns small, middle and full blocks, each to be written once in a measurement. */
  static List<Workload> forWriting() {
    return List.of(of(4, KIB, 200, 1), of(1, MIB, 32, 1), of(64, MIB, 2, 1));
  }

  /** Returns small, middle and full blocks, to be read over and over. */
  static List<Workload> forReading() {
    return List.of(of(4, KIB, 200, 20), of(1, MIB, 16, 4), of(64, MIB, 2, 1));
  }

  /** Returns small and full blocks, to be sent over and over from each of several threads. */
  static List<Workload> forNetwork() {
    return List.of(of(4, KIB, 10, 20), full());
  }

  /** Returns a full block. */
  static Workload full() {
    return of(64, MIB, 1, 1);
  }

  private static Workload of(int size, int unit, int count, int rounds) {
    // The content does not matter, but must be the same in every run and differ between blocks.
    Random random = new Random(size);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[size * unit];
      random.nextBytes(content);
      blocks.add(new Block(BlockHash.of(content), ByteBuffer.wrap(content)));
    }
    return new Workload(size + (unit == KIB ? " KiB" : " MiB"), List.copyOf(blocks), rounds);
  }

  int size() {
    return blocks.get(0).content().remaining();
  }

  int operations() {
    return blocks.size() * rounds;
  }

  /** Does something with every block, as often as there are rounds. */
  void forEach(Step step) throws Exception {
    for (int i = 0; i < rounds; i++) {
      for (Block block : blocks) {
        step.apply(block);
      }
    }
  }

  /** What is done with one block. */
  interface Step {
    /** Does it. */
    void apply(Block block) throws Exception;
  }
}
