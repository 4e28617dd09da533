// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.annotation.Nullable;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherFactory;
import org.keepvolume.testkit.ClauseFailure;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.clauses.Effort;

/** Runs the kit without a build tool, shows how far it is, and collects what it found. */
final class KitLauncher implements TestExecutionListener {
  // JUL forgets the level of a logger that nobody holds.
  private static final Logger KIT_LOG = Logger.getLogger(VolumeConformance.class.getName());

  private final List<String> violations = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private final PrintWriter progress;
  private @Nullable ProgressBar bar;

  private KitLauncher(PrintWriter progress) {
    this.progress = progress;
  }

  /** How the kit runs: where its reports go, where random data comes from, and how many rounds. */
  record Run(Path reports, @Nullable Long seed, Effort effort) {}

  static Findings run(String name, Callable<VolumeFixture> fixtures, Run run, PrintWriter progress)
      throws IOException {
    KIT_LOG.setLevel(Level.WARNING); // seed and result are in the report
    KitLauncher listener = new KitLauncher(progress);
    LauncherDiscoveryRequest request =
        request()
            .selectors(selectClass(VolumeCheck.class))
            .configurationParameters(
                Map.of(
                    "keepvolume.testkit.reports",
                    run.reports.toString(),
                    "keepvolume.testkit.require",
                    name,
                    "keepvolume.testkit.effort",
                    run.effort.name(),
                    "keepvolume.testkit.seed",
                    run.seed == null ? "" : run.seed.toString()))
            .build();
    try (LauncherSession session = LauncherFactory.openSession()) {
      VolumeCheck.use(session, fixtures);
      session.getLauncher().execute(request, listener);
    }
    Path report = run.reports.resolve(name + ".md");
    if (!Files.exists(report) && listener.troubles.isEmpty()) {
      listener.troubles.add("the kit has left no report");
    }
    return new Findings(
        Files.exists(report) ? Files.readString(report) : "",
        listener.violations,
        listener.troubles);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    long tests = plan.countTestIdentifiers(TestIdentifier::isTest);
    bar =
        new ProgressBarBuilder()
            .setTaskName("check")
            .setInitialMax(tests)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new DelegatingProgressBarConsumer(this::show, 79))
            .build();
  }

  private void show(String line) {
    progress.print("\r" + line);
    progress.flush();
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    step(test);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    result
        .getThrowable()
        .filter(thrown -> result.getStatus() == TestExecutionResult.Status.FAILED)
        .ifPresent(
            thrown ->
                (thrown instanceof ClauseFailure ? violations : troubles)
                    .add(Objects.toString(thrown.getMessage(), thrown.toString())));
    step(test);
  }

  private void step(TestIdentifier test) {
    if (test.isTest() && bar != null) {
      bar.step();
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (bar != null) {
      bar.close();
      progress.println();
    }
  }
}
