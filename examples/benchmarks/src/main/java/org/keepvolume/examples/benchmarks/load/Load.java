// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.util.List;

/**
 * What clients do to a service: each sends a request, waits for its answer, and sends the next.
 *
 * @param kind what they ask for
 * @param blockSize bytes of each block
 * @param blocks how many blocks there are to get; of new ones, how many each cell puts at most
 * @param clients how many there are
 * @param seconds how long they go on, but for puts of large blocks, which end with the blocks
 */
record Load(Kind kind, int blockSize, int blocks, int clients, double seconds) {
  /** What is asked for. */
  enum Kind {
    GET,
    PUT
  }

  /** Blocks up to this size are made anew for each request, larger ones before the run. */
  private static final int SMALL = 1 << 20;

  private static final int PROCESSES = 2;

  /** Tells whether a run ends when all blocks were put. */
  boolean endsWithBlocks() {
    return kind == Kind.PUT && !isSmall();
  }

  boolean isSmall() {
    return blockSize <= SMALL;
  }

  /** Returns the part of one of the client processes. */
  Load share() {
    return new Load(kind, blockSize, blocks / PROCESSES, clients / PROCESSES, seconds);
  }

  static int processes() {
    return PROCESSES;
  }

  List<String> toArgs() {
    return List.of(
        kind.name(),
        Integer.toString(blockSize),
        Integer.toString(blocks),
        Integer.toString(clients),
        Double.toString(seconds));
  }

  static Load ofArgs(List<String> args) {
    return new Load(
        Kind.valueOf(args.get(0)),
        Integer.parseInt(args.get(1)),
        Integer.parseInt(args.get(2)),
        Integer.parseInt(args.get(3)),
        Double.parseDouble(args.get(4)));
  }

  @Override
  public String toString() {
    return "%s %d %s, %d clients"
        .formatted(
            kind,
            isSmall() ? blockSize >> 10 : blockSize >> 20,
            isSmall() ? "KiB" : "MiB",
            clients);
  }
}
