// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit;

import static com.google.common.base.Preconditions.checkArgument;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;
import org.keepvolume.testkit.clauses.FixtureTrouble;
import org.keepvolume.testkit.clauses.NotApplicable;
import org.keepvolume.testkit.clauses.RacePlan;
import org.keepvolume.testkit.clauses.Subject;
import org.keepvolume.testkit.clauses.TimeLimit;
import org.keepvolume.testkit.clauses.Violation;
import org.keepvolume.testkit.clauses.WalkSetup;
import org.keepvolume.testkit.report.ConformanceReport;
import org.keepvolume.testkit.report.KitRun;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test of the kit its fixture, turns what it throws into a failure that names the
 * clause, looks after it for what is left behind, and reports the run.
 */
final class ConformanceExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ExecutionCondition,
        InvocationInterceptor,
        ParameterResolver,
        TestExecutionExceptionHandler,
        TestWatcher {
  private static final Namespace NAMESPACE = Namespace.create(ConformanceExtension.class);
  private static final System.Logger LOG = System.getLogger(VolumeConformance.class.getName());

  /** What the tests of one class that extends the kit have in common. */
  private record Run(String name, Settings settings, KitRun results) {}

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (isNested(context)) {
      return;
    }
    Settings settings = Settings.from(name -> context.getConfigurationParameter(name).orElse(""));
    try (VolumeFixture fixture = firstFixture(context)) {
      String name = fixture.name();
      checkArgument(
          name.matches("[A-Za-z0-9_-]+"),
          "the fixture's name is \"%s\"; expected letters, digits, - and _",
          name);
      KitRun results =
          new KitRun(
              fixture.capabilities(), fixture.waivers(), ClauseTests.all(), fixture::provenBy);
      ClauseTests.withoutClause().forEach(results::expect);
      store(context).put(Run.class, new Run(name, settings, results));
      LOG.log(
          System.Logger.Level.INFO,
          "kit on {0}; to repeat: -D{1}={2}",
          name,
          Settings.SEED,
          Long.toString(settings.seed()));
    }
  }

  private static VolumeFixture firstFixture(ExtensionContext context) {
    try {
      return kit(context).fixture();
    } catch (Exception e) {
      throw new IllegalStateException(
          "fixture() threw "
              + e
              + "; it is called before all tests, when JUnit has set no instance field yet, so a"
              + " @TempDir must be static",
          e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    Run run = store(context).get(Run.class, Run.class);
    if (isNested(context) || run == null) {
      return;
    }
    ConformanceReport report =
        new ConformanceReport(
            run.name(),
            run.settings().seed(),
            version(),
            run.results().notRun(),
            run.results().results(),
            run.results().walk(),
            run.results().races());
    report.write(run.settings().reports());
    LOG.log(System.Logger.Level.INFO, "kit on {0}: {1}", run.name(), report.summary());
    if (run.settings().required().contains(run.name()) && !report.notRun().isEmpty()) {
      throw new AssertionError(
          "-D"
              + Settings.REQUIRE
              + " names "
              + run.name()
              + ", but not every test ran: "
              + String.join("; ", report.notRun()));
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> reason =
        clause(context).flatMap(clause -> run(context).results().notApplicable(clause));
    return reason
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("the clause applies"));
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (!isOfTheKit(context)) {
      return; // a test that the subclass adds
    }
    Settings settings = run(context).settings();
    VolumeConformance kit = kit(context);
    String test = ClauseTests.name(context.getRequiredTestMethod());
    store(context)
        .put(
            Subject.class,
            new Subject(
                kit.fixture(),
                kit::standard,
                settings.seed() + test.hashCode(),
                settings.callLimit(),
                settings.effort()));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Subject.class || type == WalkSetup.class || type == RacePlan.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == Subject.class) {
      return store(context).get(Subject.class);
    }
    Run run = run(context);
    if (parameter.getParameter().getType() == RacePlan.class) {
      return new RacePlan(
          run.settings().sequences() > 0,
          run.settings().seed(),
          run.settings().testLimit(),
          clause -> run.results().waiver(clause).isPresent(),
          run.results()::raced);
    }
    return new WalkSetup(
        kit(context)::fixture,
        run.settings().sequences(),
        run.settings().seed(),
        run.settings().testLimit(),
        clause -> run.results().waiver(clause).isPresent(),
        run.results()::walked);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    Optional<Clause> clause = clause(context);
    if (clause.isPresent()) {
      TimeLimit.run(invocation, run(context).settings().testLimit(), clause.get());
    } else if (isOfTheKit(context)) {
      TimeLimit.run(invocation, run(context).settings().testLimit(), Clause.CX_2);
    } else {
      var unused = invocation.proceed();
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    boolean named = thrown instanceof Violation || thrown instanceof TestAbortedException;
    boolean judged = clause(context).isPresent() || (isOfTheKit(context) && named);
    if (!judged || thrown instanceof FixtureTrouble) {
      throw thrown;
    }
    throw judged(context, thrown);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    Subject subject = store(context).get(Subject.class, Subject.class);
    if (subject == null) {
      return;
    }
    try {
      subject.close(context.getExecutionException().isEmpty());
    } catch (Violation e) {
      throw judged(context, e);
    }
  }

  /** Turns what a test threw into what JUnit is to be told. */
  private static RuntimeException judged(ExtensionContext context, Throwable thrown) {
    if (thrown instanceof TestAbortedException aborted) {
      return aborted;
    }
    Run run = run(context);
    Clause clause =
        thrown instanceof Violation violation ? violation.clause() : clause(context).orElseThrow();
    String test = ClauseTests.name(context.getRequiredTestMethod());
    ClauseFailure failure =
        new ClauseFailure(clause, run.name(), test, run.settings().seed(), thrown);
    run.results().broken(clause, failure.seen() + " (" + test + ")");
    Optional<Waiver> waiver = run.results().waiver(clause);
    if (waiver.isPresent()) {
      return new TestAbortedException("waived: " + waiver.get().reason(), failure);
    }
    throw failure;
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    if (isOfTheKit(context)) {
      run(context).results().passed(test(context));
    }
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    if (!isOfTheKit(context)) {
      return;
    }
    Optional<Clause> own = clause(context);
    KitRun results = run(context).results();
    if (cause instanceof ClauseFailure failure && !Optional.of(failure.clause()).equals(own)) {
      results.passed(test(context)); // what it found is another clause's
      return;
    }
    results.failed(test(context));
    own.ifPresent(
        clause ->
            results.broken(clause, "not shown, since " + test(context) + " failed: " + cause));
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    if (!isOfTheKit(context)) {
      return;
    }
    if (cause instanceof NotApplicable) {
      run(context).results().notApplicable(test(context), cause.getMessage());
    } else if (cause.getCause() instanceof ClauseFailure failure) {
      if (Optional.of(failure.clause()).equals(clause(context))) {
        run(context).results().failed(test(context));
      } else {
        run(context).results().passed(test(context)); // what it found is another clause's
      }
    } else {
      run(context).results().skipped(test(context), String.valueOf(cause.getMessage()));
    }
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    if (isOfTheKit(context)) {
      run(context).results().skipped(test(context), reason.orElse("disabled"));
    }
  }

  private static String test(ExtensionContext context) {
    return ClauseTests.name(context.getRequiredTestMethod());
  }

  private static Optional<Clause> clause(ExtensionContext context) {
    return context
        .getTestMethod()
        .map(method -> method.getAnnotation(Verifies.class))
        .map(Verifies::value);
  }

  /** Tells whether a test is the kit's, be it of one clause or of many. */
  private static boolean isOfTheKit(ExtensionContext context) {
    boolean ofMany =
        context.getTestMethod().filter(m -> m.isAnnotationPresent(NamesClauses.class)).isPresent();
    return ofMany || clause(context).isPresent();
  }

  private static VolumeConformance kit(ExtensionContext context) {
    return context.getRequiredTestInstances().findInstance(VolumeConformance.class).orElseThrow();
  }

  private static Run run(ExtensionContext context) {
    return store(context).get(Run.class, Run.class);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  private static boolean isNested(ExtensionContext context) {
    return context.getRequiredTestClass().isAnnotationPresent(Nested.class);
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = ConformanceExtension.class.getResourceAsStream("kit.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("reading kit.properties", e);
    }
    return properties.getProperty("version");
  }
}
