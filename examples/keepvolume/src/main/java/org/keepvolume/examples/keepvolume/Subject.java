// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.io.PrintWriter;
import java.util.List;
import org.keepvolume.Access;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.ConfigException;
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
  /** Takes the volume that is named, if it is one that can be checked. */
  static Subject of(Named named, Plugins plugins, PrintWriter notes) throws CheckException {
    named.warnings().forEach(warning -> notes.println("note: " + warning));
    List<VolumeSpec> volumes = named.volumes();
    if (volumes.size() > 1) {
      throw named.mistake(
          volumes.size() + " volumes are named; a check takes one, so ",
          "run one for each",
          "run one for each, with a file of its own");
    }
    VolumeSpec volume = volumes.get(0);
    if (volume.options().access() != Access.READ_WRITE) {
      throw named.mistake(
          volume.config() + " is read-only; a check writes, so leave ",
          "-readonly away",
          "away what makes it so");
    }
    try {
      plugins.providers().validate(volumes, warning -> notes.println("note: " + warning));
    } catch (ConfigException e) {
      throw named.mistake(e);
    } catch (RuntimeException | LinkageError e) {
      throw new CheckException("the plugin of " + volume.config() + " failed: " + e, e);
    }
    if (volume.options().serialized()) {
      notes.println(
          "note: what is checked is the volume itself, without "
              + (named.file() == null ? "-serialize" : "serialize")
              + " around it");
    }
    return new Subject(volume, plugins);
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
