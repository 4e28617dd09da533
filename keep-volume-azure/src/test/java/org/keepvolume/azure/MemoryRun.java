// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Arrays;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.Secret;

/** Works against a server in another process, and prints what one work has allocated. */
final class MemoryRun {
  private static final int WARM_UP = 3;
  private static final BlockHash HASH = BlockHash.parse("acbd18db4cc2f85cedef654fccc4a4d8");

  private MemoryRun() {}

  /** Takes a server's port, what to do, and how many requests a listing makes at once. */
  public static void main(String[] args) throws Exception {
    AzureAccount account =
        AzureAccount.withKey("devstoreaccount1", Secret.of(Canaries.KEY))
            .withEndpoint(URI.create("http://127.0.0.1:" + args[0] + "/devstoreaccount1"));
    AzureOptions options = AzureOptions.defaults().withIndexParallelism(Integer.parseInt(args[2]));
    try (Volume volume =
        AzureVolume.open(account, "container", options, VolumeContext.defaults())) {
      long[] count = new long[1];
      long least = Long.MAX_VALUE;
      int rounds = args[1].equals("index") ? 1 : WARM_UP + 1;
      for (int i = 0; i < rounds; i++) {
        count[0] = 0;
        long before = allocated();
        if (args[1].equals("read")) {
          int unused = volume.read(HASH, new CountingSink());
        } else {
          volume.index(BlockPrefix.ALL, found -> ++count[0] > 0);
        }
        least = Math.min(least, allocated() - before);
      }
      System.out.println(least + " " + count[0]);
    }
  }

  /** Of all threads that live. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }
}
