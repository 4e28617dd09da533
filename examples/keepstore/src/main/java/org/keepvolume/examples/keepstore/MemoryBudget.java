// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalLong;
import org.keepvolume.Volume;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.examples.keepstore.http.HttpServer;

/**
 * How much memory the service takes for blocks.
 *
 * @param bytes the memory, at least one block
 * @param reason why so much, for people
 */
record MemoryBudget(long bytes, String reason) {
  private static final long MIB = 1 << 20;

  /** The original's 128 buffers. */
  private static final long ORIGINAL = 128L * Volume.MAX_BLOCK_SIZE;

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
   * @param directLimit the most direct memory that the JVM allows
   * @throws StartException if what is set does not fit, or no block does
   */
  static MemoryBudget of(VolumeConfig flags, long directLimit) throws StartException {
    Optional<Integer> buffers = flags.find(KeepstoreKeys.MAX_BUFFERS);
    Optional<Long> memory = flags.find(KeepstoreKeys.MAX_MEMORY);
    OptionalLong set =
        buffers.isPresent()
            ? OptionalLong.of((long) buffers.get() * Volume.MAX_BLOCK_SIZE)
            : memory.isPresent() ? OptionalLong.of(memory.get()) : OptionalLong.empty();
    String flag = buffers.isPresent() ? "-max-buffers" : "-max-memory";
    long bytes = set.orElse(Math.min(ORIGINAL, directLimit / 2));
    if (bytes < Volume.MAX_BLOCK_SIZE) {
      throw tooLarge(
          "one block of 64 MiB does not fit into half of", 2 * Volume.MAX_BLOCK_SIZE, directLimit);
    }
    long others = forOthers(Settings.requests(flags, bytes));
    if (set.isPresent() && bytes + others > directLimit) {
      throw tooLarge(
          "%s takes %d MiB, and others need %d MiB of".formatted(flag, bytes / MIB, others / MIB),
          bytes + others,
          directLimit);
    }
    return new MemoryBudget(
        bytes,
        set.isPresent()
            ? "as " + flag + " says"
            : bytes == ORIGINAL
                ? "128 buffers, as the original takes"
                : "half of the JVM's direct memory of %d MiB".formatted(directLimit / MIB));
  }

  /** Of a request that waits, the server may hold what it has read ahead. */
  private static long forOthers(int requests) {
    return FOR_OTHERS
        + requests * PER_REQUEST
        + (long) Settings.waiting(requests) * HttpServer.INPUT_BUFFER;
  }

  private static StartException tooLarge(String what, long needed, long limit) {
    return new StartException(
        "%s the JVM's direct memory of %d MiB; start it with -XX:MaxDirectMemorySize=%dm"
            .formatted(what, limit / MIB, (needed + MIB - 1) / MIB));
  }
}
