// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keepvolume.testkit.NamesClauses;
import org.keepvolume.testkit.model.Tally;
import org.keepvolume.testkit.model.WalkFailure;
import org.keepvolume.testkit.model.Walks;
import org.keepvolume.testkit.report.WalkResult;

/** Random sequences of calls, whose answers a model must be able to give: many clauses at once. */
public abstract class WalkClauses extends ClauseGroup {
  @Test
  @NamesClauses
  void randomWalksAgreeWithTheModel(WalkSetup setup) throws Exception {
    // Left out on purpose by a setting; the report counts the run as incomplete, `require` fails
    // it.
    assumeTrue(setup.sequences() > 0, "no sequences are asked for");
    Walks walks = new Walks(setup.devices(), setup.seed(), setup.time(), setup.waived());
    try {
      Optional<WalkFailure> waived = walks.run(setup.sequences());
      if (waived.isPresent()) {
        throw waived.get();
      }
    } catch (WalkFailure e) {
      Violation violation = new Violation(e.clause(), e.seen());
      violation.addSuppressed(e);
      throw violation;
    } finally {
      Tally tally = walks.tally();
      setup
          .report()
          .accept(
              new WalkResult(
                  setup.sequences(), tally.sequences(), tally.operations(), tally.clauses()));
    }
  }
}
