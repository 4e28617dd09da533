// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.keepvolume.testkit.Clause.CX_2;
import static org.keepvolume.testkit.Clause.IX_4;
import static org.keepvolume.testkit.Clause.TM_5;
import static org.keepvolume.testkit.Clause.TR_6;
import static org.keepvolume.testkit.Clause.WR_10;
import static org.keepvolume.testkit.Clause.WR_11;
import static org.keepvolume.testkit.Clause.WR_3;
import static org.keepvolume.testkit.Clause.WR_9;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.azure.AzureAccount;
import org.keepvolume.azure.AzureVolumeProvider;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Proof;
import org.keepvolume.testkit.RawAccess;
import org.keepvolume.testkit.TimeControl;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.VolumeFixtureProvider;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.process.OtherProcess;

/** Fixtures for Azure volumes, in the volume's container below new prefixes of names. */
public final class AzureFixtureProvider implements VolumeFixtureProvider {
  private static final String TYPE = "azure";
  private static final String CONTAINER = "container-name";
  private static final String PREFIX = "blob-prefix";
  private static final String LINK = "docs/azure.md";
  private static final String ENDLESS =
      "the service has no full disk, and its documentation no code for one";
  private static final String FAULTS =
      "a check does not break the connection to the service; the project's tests do";
  private static final String POWER = "a check does not cut the service's power";
  private static final List<Waiver> WAIVERS =
      List.of(
          new Waiver(WR_9, ENDLESS, LINK),
          new Waiver(WR_11, ENDLESS, LINK),
          new Waiver(WR_3, FAULTS, LINK),
          new Waiver(IX_4, FAULTS, LINK),
          new Waiver(TR_6, FAULTS, LINK),
          new Waiver(CX_2, FAULTS, LINK),
          new Waiver(WR_10, POWER, LINK),
          new Waiver(TM_5, POWER, LINK));

  /** For {@link java.util.ServiceLoader}. */
  public AzureFixtureProvider() {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Fixtures prepare(VolumeSpec spec, VolumeProviders providers) throws Exception {
    Map<String, String> settings;
    try {
      settings = spec.config().toMap();
    } catch (IllegalStateException e) {
      throw new CheckException(
          "a check starts a second process, whose arguments every user of this machine can see;"
              + " name a file with the key, token or connection string",
          e);
    }
    AzureAccount account = AzureVolumeProvider.account(spec.config());
    Proof proof =
        account.name().equals(AzureAccount.EMULATOR_ACCOUNT) ? Proof.EMULATOR : Proof.REAL_DEVICE;
    BlobWorkspace workspace =
        BlobWorkspace.create(account, settings.get(CONTAINER), settings.getOrDefault(PREFIX, ""));
    Duration dataLimit = dataLimit(spec.config());
    return new Fixtures() {
      @Override
      public VolumeFixture fixture() {
        return new AzureFixture(workspace, settings, providers, dataLimit, proof);
      }

      @Override
      public void close() throws IOException {
        workspace.close();
      }
    };
  }

  private static Duration dataLimit(VolumeConfig config) {
    return config.schema().keys().stream()
        .filter(key -> key.name().equals("request-timeout"))
        .map(config::get)
        .map(Duration.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** An empty prefix, whose volumes have the settings of the volume that is checked. */
  private static final class AzureFixture implements VolumeFixture {
    private final BlobWorkspace workspace;
    private final Map<String, String> settings;
    private final VolumeProviders providers;
    private final String prefix;
    private final BlobRaw raw;
    private final ServiceTime time;
    private final Proof proof;

    AzureFixture(
        BlobWorkspace workspace,
        Map<String, String> settings,
        VolumeProviders providers,
        Duration dataLimit,
        Proof proof) {
      this.proof = proof;
      this.workspace = workspace;
      this.settings = settings;
      this.providers = providers;
      prefix = workspace.newPrefix();
      raw =
          new BlobRaw(
              workspace.client(), prefix, Boolean.parseBoolean(settings.get("blob-sharded")));
      time = new ServiceTime(dataLimit);
    }

    @Override
    public String name() {
      return TYPE;
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.allOf(Capability.class);
    }

    private VolumeProvider provider() {
      return providers.find(TYPE).orElseThrow();
    }

    private VolumeConfig config(String container) throws ConfigException {
      Map<String, String> here = new HashMap<>(settings);
      here.put(CONTAINER, container);
      here.put(PREFIX, prefix);
      // The kit damages blocks, also to empty ones, which are young and no longer written.
      here.put("write-race-interval", "0s");
      return VolumeMaps.parse(List.of(here), providers.schemas()).get(0).config();
    }

    private VolumeConfig config() throws ConfigException {
      return config(settings.get(CONTAINER));
    }

    @Override
    public Volume open(VolumeContext context) throws Exception {
      return provider().open(config(), context);
    }

    @Override
    public MissingDevice missingDevice() {
      String missing = "keepvolume-check-" + UUID.randomUUID();
      return new MissingDevice() {
        @Override
        public String name() {
          return missing;
        }

        @Override
        public Volume open(VolumeContext context) throws Exception {
          return provider().open(config(missing), context);
        }

        @Override
        public boolean exists() {
          return workspace.exists(missing);
        }
      };
    }

    @Override
    public RawAccess raw() {
      return raw;
    }

    @Override
    public TimeControl time() {
      return time;
    }

    @Override
    public Proof provenBy(Clause clause) {
      return proof;
    }

    @Override
    public List<Waiver> waivers() {
      return WAIVERS;
    }

    /** Each volume has HTTP clients of its own. */
    @Override
    public boolean endsAfterCollection() {
      return true;
    }

    @Override
    public List<String> processWideThreads() {
      return List.of("azure-sdk-", "parallel-", "boundedElastic-", "reactor-", "HttpClient-");
    }

    @Override
    public Optional<Map<String, String>> configuration(VolumeProviders found)
        throws ConfigException {
      return Optional.of(config().toMap());
    }

    @Override
    public Optional<OtherProcess> otherProcess() throws ConfigException {
      return Optional.of(OtherProcess.start(config()));
    }

    @Override
    public void close() throws IOException {
      workspace.clear(prefix);
    }
  }
}
