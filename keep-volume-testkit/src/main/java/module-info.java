// SPDX-License-Identifier: Apache-2.0

/** The contract of volumes as a JUnit kit, a reference volume, and scripted faults. */
module org.keepvolume.testkit {
  requires com.google.common;
  requires java.logging;
  requires static jsr305;
  requires transitive org.junit.jupiter.api;
  requires transitive org.keepvolume;

  exports org.keepvolume.testkit;
  exports org.keepvolume.testkit.fault;
  exports org.keepvolume.testkit.files;
  exports org.keepvolume.testkit.history;
  exports org.keepvolume.testkit.memory;
  exports org.keepvolume.testkit.model;
  exports org.keepvolume.testkit.process;

  // JUnit creates the nested test classes and calls their methods.
  opens org.keepvolume.testkit to
      org.junit.platform.commons;
  opens org.keepvolume.testkit.clauses to
      org.junit.platform.commons;

  provides org.keepvolume.spi.VolumeProvider with
      org.keepvolume.testkit.memory.InMemoryVolumeProvider;
  provides org.keepvolume.testkit.VolumeFixtureProvider with
      org.keepvolume.testkit.memory.MemoryFixtureProvider;
}
