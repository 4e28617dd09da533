// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the service to its parts: one knows HTTP and one the blocks, and each the other's least.
 */
class KeepstoreArchitectureTest {
  private static final String ROOT = "org.keepvolume.examples.keepstore";
  private static final Path CLASSES =
      Repository.root().resolve("examples/keepstore/target/classes");

  private static JavaClasses service;

  @BeforeAll
  static void read() {
    assertTrue(
        Files.isDirectory(CLASSES), "no classes; run mvn package -pl examples/keepstore -am first");
    service = new ClassFileImporter().importPath(CLASSES);
  }

  @Test
  void httpServerIsKnownToOnePackageAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".http")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.jetty..")
        .check(service);
  }

  @Test
  void httpKnowsNothingOfBlocks() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".http")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT, ROOT + ".protocol", ROOT + ".log", "org.keepvolume", "org.keepvolume.store")
        .check(service);
  }

  @Test
  void protocolKnowsCallsAndTheStoreAndNothingOfHowTheServiceStarts() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".protocol")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT,
            ROOT + ".log",
            "org.keepvolume.spi",
            "org.keepvolume.posix..",
            "org.keepvolume.azure..")
        .check(service);
  }

  @Test
  void loggerIsKnownToOnePackageAloneWhichKnowsNoOther() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".log")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ch.qos.logback..")
        .check(service);
    classes()
        .that()
        .resideInAPackage(ROOT + ".log")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".log",
            "ch.qos.logback..",
            "com.fasterxml.jackson.core..",
            "com.google.common..",
            "java..",
            "javax.annotation..",
            "org.slf4j..")
        .check(service);
  }

  @Test
  void timeOfTheSystemComesInAtOnePlace() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .check(service);
    noClasses()
        .that(name(ROOT + ".Settings").negate())
        .should()
        .callMethod(InstantSource.class, "system")
        .check(service);
  }

  @Test
  void noStaticFieldCanBeSetAgain() {
    fields().that().areStatic().should().beFinal().check(service);
  }
}
