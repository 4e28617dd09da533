// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.model;

import java.util.List;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeException;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.VolumeFixture;

/**
 * Takes a list of steps on a fixture and compares each answer with the model: what a failed walk
 * prints is a test.
 *
 * <pre>{@code
 * import static org.keepvolume.testkit.model.Steps.*;
 *
 * @Test
 * void blockThatIsRewrittenAfterTrashIsListed() throws Exception {
 *   try (VolumeFixture fixture = new SqliteFixture()) {
 *     Walk.replay(
 *         fixture,
 *         new TrashPolicy(Duration.ofHours(1), Duration.ofHours(10)),
 *         write(0, 0),
 *         advanceTo(MINIMUM_AGE, 0, 2),
 *         trash(0),
 *         write(0, 0),
 *         index(0, 0));
 *   }
 * }
 * }</pre>
 */
public final class Walk {
  private Walk() {}

  /**
   * Takes steps, and then looks at all blocks.
   *
   * @param fixture an empty device; not closed
   * @param policy what its volumes are opened with
   * @param steps the steps, in order
   * @throws WalkFailure if an answer is impossible; the clause that it breaks comes first
   * @throws Exception if the fixture fails
   */
  public static void replay(VolumeFixture fixture, TrashPolicy policy, Step... steps)
      throws Exception {
    run(fixture, new Sequence(policy, List.of(steps)), new Tally());
  }

  static void run(VolumeFixture fixture, Sequence sequence, Tally tally) throws Exception {
    boolean closing = false;
    try (Walker walker = new Walker(fixture, sequence.policy(), tally)) {
      for (Step step : sequence.steps()) {
        tally.operation();
        walker.take(step);
      }
      walker.look();
      closing = true;
    } catch (VolumeException e) {
      if (!closing) {
        throw e;
      }
      String seen = "closing after the walk threw " + e;
      throw new WalkFailure(Clause.LC_2, Clause.LC_2 + ": " + seen, seen);
    }
  }
}
