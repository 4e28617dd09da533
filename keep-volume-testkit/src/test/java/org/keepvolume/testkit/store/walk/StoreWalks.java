// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.store.walk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.keepvolume.store.BufferPool;
import org.keepvolume.testkit.model.ListShrinking;
import org.opentest4j.AssertionFailedError;

/** Walks random sequences until one fails, and makes that one small. */
final class StoreWalks {
  private final StoreWalk.Stores stores;
  private final BufferPool pool;

  StoreWalks(StoreWalk.Stores stores, BufferPool pool) {
    this.stores = stores;
    this.pool = pool;
  }

  /**
   * Walks.
   *
   * @throws AssertionFailedError at the first sequence that fails, with its seed and the steps that
   *     are left of it
   */
  void run(long seed, int sequences) throws Exception {
    for (int number = 0; number < sequences; number++) {
      List<StoreStep> steps = new StoreGenerator(StoreGenerator.seed(seed, number)).sequence();
      if (failure(steps) != null) {
        throw told(seed, number, steps);
      }
    }
  }

  private @Nullable AssertionFailedError failure(List<StoreStep> steps) {
    try {
      StoreWalk.run(stores, pool, steps);
      return null;
    } catch (AssertionFailedError e) {
      return e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AssertionFailedError told(long seed, int number, List<StoreStep> steps) throws Exception {
    List<UnaryOperator<StoreStep>> renamings = new ArrayList<>();
    for (int block = 1; block < StoreStep.BLOCKS; block++) {
      int from = block;
      renamings.add(step -> step.onFirstBlock(from));
    }
    List<StoreStep> small =
        ListShrinking.shrunk(steps, renamings, StoreStep::simpler, some -> failure(some) != null);
    AssertionFailedError failure = failure(small);
    return new AssertionFailedError(
        "%s%n  in sequence %d of seed %d, of %d steps, made small to %d:%n%s"
            .formatted(
                failure == null ? "it does not fail each time" : failure.getMessage(),
                number,
                seed,
                steps.size(),
                small.size(),
                small.stream().map(step -> "    " + step).collect(Collectors.joining("\n"))));
  }
}
