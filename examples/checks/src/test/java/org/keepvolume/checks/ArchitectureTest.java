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

import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobContainerClient;
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

  /** Compares a clock that it is given with the system's, which it never asks. */
  private static final String CLOCK_OF_THE_SERVICE = "org.keepvolume.azure.DeviceClock";

  private static final ArchRule NO_HIDDEN_CLOCK =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("time comes from the InstantSource given at open");

  private static final ArchRule NO_CLOCK_OF_THE_SYSTEM =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(CLOCK_OF_THE_SERVICE)
          .should()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .because("time comes from the InstantSource given at open");

  private static final ArchRule NO_SYNC_CLIENT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("com\\.azure\\.storage\\.blob\\..*(?<!Async)Client")
          .because("the asynchronous client alone ends at an interrupt");

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
  void azureKnowsTheContractAndTheStorageClientAlone() {
    classes()
        .that()
        .resideInAPackage("org.keepvolume.azure..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "org.keepvolume",
                    "org.keepvolume.azure..",
                    "org.keepvolume.config",
                    "org.keepvolume.observe",
                    "org.keepvolume.spi",
                    "com.azure.core..",
                    "com.azure.storage..",
                    "org.reactivestreams..",
                    "reactor..",
                    "java..",
                    "javax.annotation..",
                    "com.google.common..")
                .or(name(MOUNT_OPTIONS)))
        .check(PUBLISHED);
  }

  /** Where bodies and answers are handed over, and where an interface of the client has it. */
  @Test
  void reactorIsWhereTheStorageClientIsMetAlone() {
    noClasses()
        .that()
        .resideInAPackage("org.keepvolume..")
        .and()
        .haveNameNotMatching(
            "org\\.keepvolume\\.azure\\.(UploadBody|Exchange|KeptAnswers|BlobRequests)(\\$.*)?")
        .and()
        .areNotAssignableTo(HttpPipelinePolicy.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("reactor..")
        .check(PUBLISHED);
  }

  @Test
  void storageClientIsKnownToTheAzureVolumeAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.keepvolume.azure..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.azure..", "org.reactivestreams..")
        .check(PUBLISHED);
  }

  /** Its limits, interrupts and threads are others than those of the asynchronous client. */
  @Test
  void synchronousStorageClientIsNotUsed() {
    NO_SYNC_CLIENT.check(PUBLISHED);
  }

  @Test
  void ruleAgainstTheSynchronousClientFindsOne() {
    JavaClasses guilty = new ClassFileImporter().importClasses(Waiting.class);
    assertThrows(AssertionError.class, () -> NO_SYNC_CLIENT.check(guilty));
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
    NO_CLOCK_OF_THE_SYSTEM.check(PUBLISHED);
    noClasses()
        .that()
        .doNotBelongToAnyOf(VolumeContext.class)
        .and()
        .doNotHaveFullyQualifiedName(CLOCK_OF_THE_SERVICE)
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

  private static final class Waiting {
    @SuppressWarnings("unused") // the rule reads its byte code
    private static boolean exists(BlobContainerClient client) {
      return client.exists();
    }
  }

  private static final class Guilty {
    @SuppressWarnings("unused") // the rule reads its byte code
    private static Instant time() {
      return Instant.now();
    }
  }
}
