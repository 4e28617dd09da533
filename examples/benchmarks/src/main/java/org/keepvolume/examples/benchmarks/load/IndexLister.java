// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.nio.file.Path;
import org.keepvolume.BlockPrefix;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.BlockStore;

/** The baseline of an index: lists a directory through the library whenever a line comes. */
public final class IndexLister {
  private IndexLister() {}

  /**
   * Prints, for each line that it reads, how many blocks there are and the seconds that took.
   *
   * @param args the directory
   */
  public static void main(String[] args) throws Exception {
    try (BlockStore store =
        BlockStore.builder().mount(PosixVolume.open(Path.of(args[0]))).build()) {
      for (int read = System.in.read(); read >= 0; read = System.in.read()) {
        if (read == '\n') {
          long start = System.nanoTime();
          int[] count = {0};
          store.index(
              BlockPrefix.ALL,
              block -> {
                count[0]++;
                return true;
              });
          System.out.println(count[0] + " " + (System.nanoTime() - start) / 1e9);
        }
      }
    }
  }
}
