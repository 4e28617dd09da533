// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.keepvolume.Volume;
import org.keepvolume.layer.LayerOptions;
import org.keepvolume.layer.Layers;
import org.keepvolume.testkit.clauses.AccessClauses;
import org.keepvolume.testkit.clauses.CancellationClauses;
import org.keepvolume.testkit.clauses.CapabilityClauses;
import org.keepvolume.testkit.clauses.ConcurrencyClauses;
import org.keepvolume.testkit.clauses.ConfigurationClauses;
import org.keepvolume.testkit.clauses.FailedWriteClauses;
import org.keepvolume.testkit.clauses.IndexClauses;
import org.keepvolume.testkit.clauses.LifeCycleClauses;
import org.keepvolume.testkit.clauses.ListingClauses;
import org.keepvolume.testkit.clauses.LostAnswerClauses;
import org.keepvolume.testkit.clauses.ObservationClauses;
import org.keepvolume.testkit.clauses.ProviderClauses;
import org.keepvolume.testkit.clauses.RaceClauses;
import org.keepvolume.testkit.clauses.ReadClauses;
import org.keepvolume.testkit.clauses.SecretClauses;
import org.keepvolume.testkit.clauses.SharedClauses;
import org.keepvolume.testkit.clauses.SizeClauses;
import org.keepvolume.testkit.clauses.SweepClauses;
import org.keepvolume.testkit.clauses.SweepSafetyClauses;
import org.keepvolume.testkit.clauses.TouchClauses;
import org.keepvolume.testkit.clauses.TrashClauses;
import org.keepvolume.testkit.clauses.TrashRaceClauses;
import org.keepvolume.testkit.clauses.WalkClauses;
import org.keepvolume.testkit.clauses.WriteClauses;
import org.keepvolume.testkit.clauses.WriteRaceClauses;

/**
 * Tests one backend against every clause of the contract of {@link Volume}.
 *
 * <p>Extend it, in a class whose name your build runs as a test, and return a fixture:
 *
 * <pre>{@code
 * class SqliteVolumeConformanceTest extends VolumeConformance {
 *   @Override
 *   protected VolumeFixture fixture() throws Exception {
 *     return new SqliteFixture();
 *   }
 * }
 * }</pre>
 *
 * <p>Each run leaves {@code target/conformance/<name>.json} and {@code .md}. Settings, as system
 * properties or JUnit configuration parameters:
 *
 * <ul>
 *   <li>{@code keepvolume.testkit.require}: names of reports, separated by commas. A run of one of
 *       these fails unless every test ran, but for those of absent capabilities.
 *   <li>{@code keepvolume.testkit.seed}: a whole number from 0 to 2^53 - 1, where random data comes
 *       from; else a new one, which the report and every failure show.
 *   <li>{@code keepvolume.testkit.timeout-scale}: multiplies the limits of 60 seconds a test,
 *       twenty times that at long effort, and 30 seconds a call; 1 unless set.
 *   <li>{@code keepvolume.testkit.effort}: {@code short}, {@code normal} or {@code long}: how many
 *       rounds tests take that try many.
 *   <li>{@code keepvolume.testkit.walk}: how many random sequences of calls are compared with a
 *       model at normal effort, 200 unless set; fewer if 24 seconds are over, the limit of a test
 *       being 60. 0: none, and no races of several threads and processes either; then the run is
 *       not complete.
 *   <li>{@code keepvolume.testkit.reports}: the directory of the reports.
 * </ul>
 *
 * <p>The tests run one after another, isolated from others, since they count threads and
 * descriptors of the process.
 */
@DisplayNameGeneration(ClauseNames.class)
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ConformanceExtension.class)
@Isolated("counts the threads and descriptors of this process")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class VolumeConformance {
  /** For subclasses. */
  protected VolumeConformance() {}

  /**
   * Makes an empty device of the backend. Called before all tests, too, when JUnit has set no
   * instance field yet: a {@code @TempDir} of the subclass must be static.
   *
   * @return a new fixture at each call, which the kit closes
   * @throws Exception if that fails, which fails the test
   */
  protected abstract VolumeFixture fixture() throws Exception;

  /** Makes what clauses of scope OPENED speak of. */
  Volume standard(Volume raw, LayerOptions options) {
    return Layers.standard(raw, options);
  }

  @Nested
  class Read extends ReadClauses {}

  @Nested
  class Sizes extends SizeClauses {}

  @Nested
  class Write extends WriteClauses {}

  @Nested
  class WriteRaces extends WriteRaceClauses {}

  @Nested
  class FailedWrite extends FailedWriteClauses {}

  @Nested
  class Touch extends TouchClauses {}

  @Nested
  class Trash extends TrashClauses {}

  @Nested
  class TrashRaces extends TrashRaceClauses {}

  @Nested
  class Sweep extends SweepClauses {}

  @Nested
  class SweepSafety extends SweepSafetyClauses {}

  @Nested
  class LostAnswers extends LostAnswerClauses {}

  @Nested
  class Index extends IndexClauses {}

  @Nested
  class Listings extends ListingClauses {}

  @Nested
  class Accesses extends AccessClauses {}

  @Nested
  class Cancellation extends CancellationClauses {}

  @Nested
  class LifeCycle extends LifeCycleClauses {}

  @Nested
  class Concurrency extends ConcurrencyClauses {}

  @Nested
  class Shared extends SharedClauses {}

  @Nested
  class Capabilities extends CapabilityClauses {}

  @Nested
  class Secrets extends SecretClauses {}

  @Nested
  class Providers extends ProviderClauses {}

  @Nested
  class Configuration extends ConfigurationClauses {}

  @Nested
  class Observation extends ObservationClauses {}

  @Nested
  class RandomWalks extends WalkClauses {}

  @Nested
  class Races extends RaceClauses {}
}
