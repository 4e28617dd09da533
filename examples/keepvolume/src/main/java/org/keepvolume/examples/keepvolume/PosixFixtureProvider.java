// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.keepvolume.testkit.Clause.CX_2;
import static org.keepvolume.testkit.Clause.TM_5;
import static org.keepvolume.testkit.Clause.WR_10;
import static org.keepvolume.testkit.Clause.WR_11;
import static org.keepvolume.testkit.Clause.WR_9;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keepvolume.Capability;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.VolumeFixtureProvider;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.files.KeepDirectoryFixture;
import org.keepvolume.testkit.process.OtherProcess;

/** Fixtures for POSIX volumes, in a new sub-directory of the volume's root. */
public final class PosixFixtureProvider implements VolumeFixtureProvider {
  private static final String TYPE = "posix";
  private static final String ROOT = "root";
  private static final String LINK = "docs/posix.md";
  private static final String DISK = "a check does not fill the disk that it is run on";
  private static final String TRACE = "a check does not trace system calls; the project's tests do";
  private static final List<Waiver> OF_ALL =
      List.of(
          new Waiver(WR_9, DISK, LINK),
          new Waiver(WR_11, DISK, LINK),
          new Waiver(CX_2, "a check does not hold up the disk that it is run on", LINK));
  private static final List<Waiver> OF_DURABLE =
      List.of(new Waiver(WR_10, TRACE, LINK), new Waiver(TM_5, TRACE, LINK));

  /** For {@link java.util.ServiceLoader}. */
  public PosixFixtureProvider() {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Fixtures prepare(VolumeSpec spec, VolumeProviders providers) throws IOException {
    Map<String, String> settings = spec.config().toMap();
    Workspace workspace = Workspace.create(Path.of(settings.get(ROOT)));
    return new Fixtures() {
      @Override
      public VolumeFixture fixture() throws IOException {
        return new PosixFixture(workspace.directory(), settings, providers);
      }

      @Override
      public void close() throws IOException {
        workspace.close();
      }
    };
  }

  /** An empty directory, whose volumes have the settings of the volume that is checked. */
  private static final class PosixFixture extends KeepDirectoryFixture {
    private final Map<String, String> settings;
    private final VolumeProviders providers;

    PosixFixture(Path parent, Map<String, String> settings, VolumeProviders providers)
        throws IOException {
      super(
          TYPE,
          capabilities(settings),
          parent,
          (root, context) -> provider(providers).open(config(root, settings, providers), context));
      this.settings = settings;
      this.providers = providers;
    }

    private static Set<Capability> capabilities(Map<String, String> settings) {
      Set<Capability> all = EnumSet.allOf(Capability.class);
      if ("none".equals(settings.get("durability"))) {
        all.remove(Capability.DURABLE);
      }
      return all;
    }

    private static VolumeProvider provider(VolumeProviders providers) {
      return providers.find(TYPE).orElseThrow();
    }

    private static VolumeConfig config(
        Path root, Map<String, String> settings, VolumeProviders providers) throws ConfigException {
      Map<String, String> here = new HashMap<>(settings);
      here.put(ROOT, root.toString());
      // Whether a disk has room for a check is for whoever starts it to say.
      String unused = here.putIfAbsent("min-free", "0");
      return VolumeMaps.parse(List.of(here), providers.schemas()).get(0).config();
    }

    @Override
    public Optional<Map<String, String>> configuration(VolumeProviders found)
        throws ConfigException {
      return Optional.of(config(root(), settings, providers).toMap());
    }

    @Override
    public Optional<OtherProcess> otherProcess() throws ConfigException {
      return Optional.of(OtherProcess.start(config(root(), settings, providers)));
    }

    @Override
    public List<Waiver> waivers() {
      return capabilities().contains(Capability.DURABLE)
          ? Stream.concat(OF_ALL.stream(), OF_DURABLE.stream()).toList()
          : OF_ALL;
    }
  }
}
