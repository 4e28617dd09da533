// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepvolume.Volume;
import org.keepvolume.store.BufferPool;
import org.keepvolume.testkit.clauses.Effort;

/**
 * Random sequences of calls with faults, over two mounts that take writes and one that does not.
 *
 * <p>The kit's properties {@code keepvolume.testkit.seed}, {@code .walk} and {@code .effort} hold.
 */
class StoreWalkTest {
  private static final String SEED = "keepvolume.testkit.seed";
  private static final int SEQUENCES = 400;

  private final BufferPool pool = BufferPool.detectingLeaks(Volume.MAX_BLOCK_SIZE, Duration.ZERO);

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  @DisplayName("ST-1 to ST-5, ST-8, ST-9: every answer is one that a correct store may give")
  void everyAnswerIsAllowed() throws Exception {
    long seed = Long.getLong(SEED, new Random().nextInt());
    System.getLogger(StoreWalkTest.class.getName())
        .log(System.Logger.Level.INFO, "to repeat: -D{0}={1}", SEED, Long.toString(seed));
    new StoreWalks(WalkedStore::new, pool).run(seed, sequences());
  }

  private static int sequences() {
    String effort = System.getProperty("keepvolume.testkit.effort", "normal");
    int normal = Integer.getInteger("keepvolume.testkit.walk", SEQUENCES);
    return normal == 0 ? 0 : Effort.valueOf(effort.toUpperCase(Locale.ROOT)).rounds(normal);
  }
}
