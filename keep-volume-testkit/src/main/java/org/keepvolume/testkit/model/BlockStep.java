// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.CheckReturnValue;

/** A step about one block. */
@CheckReturnValue
public sealed interface BlockStep extends Step
    permits Step.Write,
        Step.Put,
        Step.Read,
        Step.Stat,
        Step.Touch,
        Step.Trash,
        Step.TrashIfUnchanged,
        Step.Untrash,
        Step.Damage,
        Step.AdvanceTo {
  /**
   * Returns the block.
   *
   * @return its number
   */
  int block();

  /**
   * Returns the same step about another block.
   *
   * @param other its number
   * @return the step
   */
  BlockStep on(int other);

  @Override
  default Step renamed(int from, int to) {
    return block() == from ? on(to) : this;
  }

  @Override
  default List<Step> simpler() {
    List<Step> simpler = new ArrayList<>();
    for (int other = 0; other < block(); other++) {
      simpler.add(on(other));
    }
    return simpler;
  }
}
