// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.keepvolume.Volume;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.examples.keepstore.http.HttpServer;

/**
 * How much memory the service takes for blocks, and whether the JVM has room for it.
 *
 * @param bytes the memory, at least one block
 * @param reason why so much, for people
 * @param misfit why there is no room, with the flag that makes it; empty: there is
 */
record MemoryBudget(long bytes, String reason, Optional<String> misfit) {
  private static final long MIB = 1 << 20;

  private static final long BLOCK = Volume.MAX_BLOCK_SIZE;

  /** The original's 128 buffers. */
  private static final long ORIGINAL = 128 * BLOCK;

  /** Direct memory of storage clients, and what else is not counted. */
  private static final long FOR_OTHERS = 32 * MIB;

  /** What a request that works takes of it beside its block: to read, to write, for headers. */
  private static final long PER_REQUEST = 3L * HttpServer.INPUT_BUFFER;

  /** Returns the most direct memory that this JVM allows. */
  static long directLimit() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long set = Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
    return set > 0 ? set : Runtime.getRuntime().maxMemory();
  }

  /**
   * Finds the budget.
   *
   * @param flags the service's flags
   * @param limit the most direct memory that the JVM allows
   */
  static MemoryBudget of(VolumeConfig flags, long limit) {
    Optional<Integer> buffers = flags.find(KeepstoreKeys.MAX_BUFFERS);
    if (buffers.isPresent()) {
      return asSet("-max-buffers", buffers.get() * BLOCK, flags, limit);
    }
    Optional<Long> memory = flags.find(KeepstoreKeys.MAX_MEMORY);
    return memory.isPresent()
        ? asSet("-max-memory", memory.get(), flags, limit)
        : notSet(flags, limit);
  }

  private static MemoryBudget asSet(String flag, long bytes, VolumeConfig flags, long limit) {
    long others = forOthers(Settings.requests(flags, bytes));
    Optional<String> misfit =
        bytes + others <= limit
            ? Optional.empty()
            : misfit(
                flag + " takes " + up(bytes) + " MiB, and others need " + up(others) + " MiB",
                limit,
                bytes + others);
    return new MemoryBudget(bytes, "as " + flag + " says", misfit);
  }

  private static MemoryBudget notSet(VolumeConfig flags, long limit) {
    long bytes = Math.max(BLOCK, Math.min(ORIGINAL, limit / 2));
    long others = forOthers(Settings.requests(flags, bytes));
    if (bytes + others <= limit) {
      return new MemoryBudget(bytes, reason(bytes, limit), Optional.empty());
    }
    int requests = flags.get(KeepstoreKeys.MAX_REQUESTS);
    if (requests > 0) {
      String what =
          "memory for blocks takes "
              + up(bytes)
              + " MiB, and others, with -max-requests "
              + requests
              + ", need "
              + up(others)
              + " MiB";
      // More direct memory is more for blocks, too: half of it.
      long enough = others + Math.max(BLOCK, Math.min(ORIGINAL, others));
      return new MemoryBudget(bytes, reason(bytes, limit), misfit(what, limit, enough));
    }
    long left = limit - others;
    if (left >= BLOCK) {
      return new MemoryBudget(left, "all that others leave of " + name(limit), Optional.empty());
    }
    String what = "one block takes 64 MiB, and others need " + up(others) + " MiB";
    return new MemoryBudget(BLOCK, "one block", misfit(what, limit, BLOCK + others));
  }

  private static String reason(long bytes, long limit) {
    return bytes == ORIGINAL
        ? "128 buffers, as the original takes"
        : bytes == limit / 2
            ? "half of " + name(limit)
            : "one block, which is more than half of " + name(limit);
  }

  /** Of a request that waits, the server may hold what it has read ahead. */
  private static long forOthers(int requests) {
    return FOR_OTHERS
        + requests * PER_REQUEST
        + (long) Settings.waiting(requests) * HttpServer.INPUT_BUFFER;
  }

  private static Optional<String> misfit(String what, long limit, long enough) {
    // Not formatted: the flag would have the digits of the machine's language.
    String hint = "; start it with -XX:MaxDirectMemorySize=" + up(enough) + "m";
    return Optional.of(what + " of " + name(limit) + hint);
  }

  private static String name(long limit) {
    return "the JVM's direct memory of " + limit / MIB + " MiB";
  }

  private static long up(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
