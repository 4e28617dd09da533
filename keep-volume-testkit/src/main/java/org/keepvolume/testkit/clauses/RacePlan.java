// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.clauses;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.report.RaceResult;

/**
 * What the races of a run go by.
 *
 * @param wanted whether there are any
 * @param seed what they come from
 * @param time how long one test of them may take
 * @param waived the clauses whose violation does not end them
 * @param report takes what each did
 */
public record RacePlan(
    boolean wanted,
    long seed,
    Duration time,
    Predicate<Clause> waived,
    Consumer<RaceResult> report) {}
