// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.keepvolume.VolumeContext;

/** Holds the published modules to the direction of their dependencies and to injected time. */
class ArchitectureTest {
  private static final JavaClasses PUBLISHED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.keepvolume")
          .that(resideOutsideOfPackages("org.keepvolume.checks..", "org.keepvolume.examples.."));

  private static final String[] API = {
    "org.keepvolume",
    "org.keepvolume.config",
    "org.keepvolume.layer",
    "org.keepvolume.observe",
    "org.keepvolume.spi",
    "org.keepvolume.store",
    "org.keepvolume.internal"
  };

  /** What the root package, too, shares with the others; it knows none of them. */
  private static final String OBSERVER_GUARD = "org.keepvolume.internal.ObserverGuard";

  /** How a volume is mounted, which is part of its configuration. */
  private static final String MOUNT_OPTIONS = "org.keepvolume.store.MountOptions";

  private static final ArchRule NO_HIDDEN_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .because("time comes from the InstantSource given at open");

  @Test
  void rootPackageKnowsNoOtherOfOursButTheGuardOfObservers() {
    classes()
        .that()
        .resideInAPackage("org.keepvolume")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "org.keepvolume", "java..", "javax.annotation..", "com.google.common..")
                .or(name(OBSERVER_GUARD)))
        .check(PUBLISHED);
    classes()
        .that(name(OBSERVER_GUARD))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "javax.annotation..", "com.google.common..")
                .or(name(OBSERVER_GUARD)))
        .check(PUBLISHED);
  }

  @Test
  void observersKnowTheRootPackageAlone() {
    classes()
        .that()
        .resideInAPackage("org.keepvolume.observe")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "org.keepvolume",
                "org.keepvolume.observe",
                "org.keepvolume.internal",
                "java..",
                "javax.annotation..",
                "com.google.common.."))
        .check(PUBLISHED);
  }

  @Test
  void layersKnowTheRootPackageAndObserversAlone() {
    classes()
        .that()
        .resideInAPackage("org.keepvolume.layer")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "org.keepvolume",
                "org.keepvolume.layer",
                "org.keepvolume.observe",
                "org.keepvolume.internal",
                "java..",
                "javax.annotation..",
                "com.google.common.."))
        .check(PUBLISHED);
  }

  @Test
  void storeKnowsNoBackend() {
    noClasses()
        .that()
        .resideInAnyPackage(API)
        .should()
        .dependOnClassesThat(resideInAPackage("org.keepvolume..").and(resideOutsideOfPackages(API)))
        .check(PUBLISHED);
  }

  @Test
  void configurationKnowsTheContractAndHowVolumesAreMounted() {
    classes()
        .that()
        .resideInAPackage("org.keepvolume.config")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "org.keepvolume",
                    "org.keepvolume.config",
                    "java..",
                    "javax.annotation..",
                    "com.google.common..")
                .or(name(MOUNT_OPTIONS)))
        .check(PUBLISHED);
  }

  @Test
  void providersKnowConfigurationAndLayersAndNothingOfTheStore() {
    classes()
        .that()
        .resideInAPackage("org.keepvolume.spi")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "org.keepvolume",
                    "org.keepvolume.config",
                    "org.keepvolume.layer",
                    "org.keepvolume.spi",
                    "java..",
                    "javax.annotation..",
                    "com.google.common..")
                .or(name(MOUNT_OPTIONS)))
        .check(PUBLISHED);
    noClasses()
        .that()
        .resideInAPackage("org.keepvolume.store")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.keepvolume.config", "org.keepvolume.spi"))
        .check(PUBLISHED);
  }

  @Test
  void posixKnowsTheContractAndNothingAboveIt() {
    classes()
        .that()
        .resideInAPackage("org.keepvolume.posix..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "org.keepvolume",
                    "org.keepvolume.config",
                    "org.keepvolume.posix..",
                    "org.keepvolume.spi",
                    "java..",
                    "javax.annotation..",
                    "com.google.common..")
                .or(name(MOUNT_OPTIONS)))
        .check(PUBLISHED);
  }

  @Test
  void testkitKnowsTheContractAndJUnitsApiAlone() {
    classes()
        .that()
        .resideInAPackage("org.keepvolume.testkit..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "org.keepvolume",
                "org.keepvolume.config",
                "org.keepvolume.layer",
                "org.keepvolume.observe",
                "org.keepvolume.spi",
                "org.keepvolume.testkit..",
                "org.junit.jupiter.api..",
                "org.opentest4j",
                "java..",
                "javax.annotation..",
                "com.google.common.."))
        .check(PUBLISHED);
  }

  @Test
  void noClassReadsAHiddenClock() {
    NO_HIDDEN_CLOCK.check(PUBLISHED);
    noClasses()
        .that()
        .doNotBelongToAnyOf(VolumeContext.class)
        .should()
        .callMethod(InstantSource.class, "system")
        .because("the default context alone brings the system's clock")
        .check(PUBLISHED);
  }

  @Test
  void ruleAgainstHiddenClocksFindsOne() {
    JavaClasses guilty = new ClassFileImporter().importClasses(Guilty.class);
    assertThrows(AssertionError.class, () -> NO_HIDDEN_CLOCK.check(guilty));
  }

  @Test
  void noStaticFieldCanBeSetAgain() {
    fields().that().areStatic().should().beFinal().check(PUBLISHED);
  }

  private static final class Guilty {
    @SuppressWarnings("unused") // the rule reads its byte code
    private static Instant time() {
      return Instant.now();
    }
  }
}
