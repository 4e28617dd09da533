// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.io.PrintWriter;
import java.util.List;
import org.keepvolume.Access;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.VolumeFixtureProvider;
import org.keepvolume.testkit.VolumeFixtureProvider.Fixtures;

/**
 * The volume to be checked: found to be one that can be, before the kit runs.
 *
 * @param spec the volume
 * @param plugins where its provider and its fixtures come from
 */
record Subject(VolumeSpec spec, Plugins plugins) {
  /** Finds the volume that flags name. */
  static Subject of(ParsedFlags flags, Plugins plugins, PrintWriter notes) throws CheckException {
    flags.warnings().forEach(warning -> notes.println("note: " + warning));
    List<VolumeSpec> volumes = flags.volumes();
    if (volumes.isEmpty()) {
      throw new CheckException(
          "no volume is named; name one behind --, as in keepvolume check -- -volume /data/disk0"
              + " (keepvolume flags tells all flags)");
    }
    if (volumes.size() > 1) {
      throw new CheckException(
          volumes.size() + " volumes are named; a check takes one, so run one for each");
    }
    Subject subject = new Subject(volumes.get(0), plugins);
    subject.refuseReadOnly();
    try {
      plugins.providers().validate(volumes, warning -> notes.println("note: " + warning));
    } catch (ConfigException e) {
      throw new CheckException(e.getMessage(), e);
    } catch (RuntimeException | LinkageError e) {
      throw new CheckException("the plugin of " + subject.spec.config() + " failed: " + e, e);
    }
    if (subject.spec.options().serialized()) {
      notes.println("note: what is checked is the volume itself, without -serialize around it");
    }
    return subject;
  }

  private void refuseReadOnly() throws CheckException {
    if (spec.options().access() != Access.READ_WRITE) {
      throw new CheckException(
          spec.config() + " is read-only; a check writes, so leave -readonly away");
    }
  }

  /** Prepares the fixtures, and sees whether volumes can be opened, there and here. */
  Fixtures prepare() throws CheckException {
    VolumeFixtureProvider fixtures = plugins.fixtures().get(spec.type());
    if (fixtures == null) {
      throw new CheckException(
          "there are no fixtures for volumes of type "
              + spec.type()
              + ", of which the kit needs one for each test; add a jar to the class path that has a"
              + " VolumeFixtureProvider (there are fixtures for "
              + String.join(", ", plugins.fixtures().keySet())
              + ")");
    }
    VolumeProvider provider = plugins.providers().find(spec.type()).orElseThrow();
    try {
      provider.open(spec.config(), VolumeContext.defaults()).close();
      return fixtures.prepare(spec, plugins.providers());
    } catch (Exception | LinkageError e) {
      throw new CheckException(spec.config() + " cannot be checked: " + Mistakes.text(e), e);
    }
  }

  /** Makes a fixture, opens a volume on it, and returns the name of the report. */
  String tryOut(Fixtures fixtures) throws CheckException {
    try (VolumeFixture fixture = fixtures.fixture()) {
      fixture.open(VolumeContext.defaults()).close();
      return fixture.name();
    } catch (Exception | LinkageError e) {
      throw new CheckException(
          "a fixture for " + spec.config() + " cannot be made: " + Mistakes.text(e), e);
    }
  }
}
