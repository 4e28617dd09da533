// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.model.Walks;
import org.keepvolume.testkit.report.WalkResult;

/**
 * What the random walks of a run go by.
 *
 * @param devices makes an empty device for each
 * @param sequences how many; 0: none
 * @param seed what they come from
 * @param time how long they may take
 * @param waived the clauses whose violation does not end them
 * @param report takes what they did
 */
public record WalkSetup(
    Walks.Devices devices,
    int sequences,
    long seed,
    Duration time,
    Predicate<Clause> waived,
    Consumer<WalkResult> report) {}
