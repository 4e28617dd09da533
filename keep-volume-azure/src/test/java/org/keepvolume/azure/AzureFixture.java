// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobContainerClient;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.keepvolume.Access;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.layer.Layers;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Evidence;
import org.keepvolume.testkit.Proof;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.process.OtherProcess;

/** The Azure volume in a fresh container of an emulator, or below a fresh prefix in Azure. */
final class AzureFixture implements VolumeFixture {
  private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);

  private static final int PAGE = 100;

  /** The default, less the pauses of a listing, which take seconds. */
  private static final AzureLimits LIMITS =
      new AzureLimits(
          AzureLimits.defaults().progress(),
          AzureLimits.defaults().control(),
          AzureLimits.defaults().data(),
          AzureLimits.defaults().attempts(),
          AzureLimits.defaults().listAttempts(),
          Duration.ofMillis(10));

  private static final String LINK = "docs/azure.md";
  private static final String ENDLESS =
      "the service has no full disk, and its documentation no code for one";
  private static final String PROMISED =
      "the service promises to store before it answers, and no test takes its power";

  private final String name;
  private final KitService service;
  private final String container;
  private final String scope;
  private final AzureOptions options;
  private final Set<Capability> capabilities;
  private final UnaryOperator<Volume> layers;
  private final BlobContainerClient client;
  private final FaultPolicy faults = new FaultPolicy();
  private final EmulatorTime time = new EmulatorTime();
  private final ContainerRaw raw;

  /** The volume with the original's names. */
  static AzureFixture plain() {
    return onEmulator("azure", AzureOptions.defaults(), ALL, volume -> volume);
  }

  /** The volume with names of its own, read in ranges. */
  static AzureFixture sharded() {
    AzureOptions options =
        AzureOptions.defaults()
            .withNaming(BlobNaming.plain().withPrefix("keep/").sharded())
            .withMaxGetBytes(4 << 20);
    return onEmulator("azure-sharded", options, ALL, volume -> volume);
  }

  /** The volume with one call at a time in this process. */
  static AzureFixture serialized() {
    return onEmulator(
        "azure-serialized",
        AzureOptions.defaults(),
        ALL,
        volume -> Layers.serialized(volume, Duration.ofMinutes(5)));
  }

  /** The volume where nothing may be changed; other processes may. */
  static AzureFixture readOnly() {
    return onEmulator(
        "azure-read-only",
        AzureOptions.defaults(),
        EnumSet.of(Capability.SHARED, Capability.DURABLE),
        volume -> Layers.restricted(volume, Access.READ_ONLY));
  }

  private static AzureFixture onEmulator(
      String name,
      AzureOptions options,
      Set<Capability> capabilities,
      UnaryOperator<Volume> layers) {
    AzureFixture fixture =
        new AzureFixture(
            name,
            KitService.emulator(),
            Azurite.shared().newContainerName(),
            "",
            options,
            capabilities,
            layers);
    fixture.client.create();
    return fixture;
  }

  /** The volume in Azure itself, below a prefix of its own in the container that was named. */
  static AzureFixture live() {
    String prefix = "kit-" + UUID.randomUUID() + "/";
    return new AzureFixture(
        "azure-live",
        KitService.live(),
        KitService.liveContainer(),
        prefix,
        AzureOptions.defaults().withNaming(BlobNaming.plain().withPrefix(prefix)),
        ALL,
        volume -> volume);
  }

  /**
   * Makes a fixture.
   *
   * @param scope what all names begin with that the fixture sees and removes
   */
  private AzureFixture(
      String name,
      KitService service,
      String container,
      String scope,
      AzureOptions options,
      Set<Capability> capabilities,
      UnaryOperator<Volume> layers) {
    this.name = name;
    this.service = service;
    this.container = container;
    this.scope = scope;
    this.options =
        options
            .withPageSize(PAGE)
            .withLimits(LIMITS)
            // RD-9 is about blobs that are damaged, and not about those being written:
            // EmptyBlobTest.
            .withWriteRaceInterval(Duration.ZERO);
    this.capabilities = capabilities;
    this.layers = layers;
    client = service.client(container, time.exactStamps());
    raw = new ContainerRaw(client, scope, new BlobNames(options.naming()), faults);
    time.use(raw);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Volume open(VolumeContext context) throws Exception {
    return open(container, context);
  }

  private Volume open(String container, VolumeContext context) throws VolumeException {
    return layers.apply(
        AzureVolume.open(
            service.azureAccount(),
            container,
            with(options, time.stamps(context.clock()), faults),
            context));
  }

  @Override
  public boolean readsTakeTurns() {
    return name.equals("azure-serialized");
  }

  /** Returns options with which volumes leave no connection, and blobs get the context's time. */
  static AzureOptions with(AzureOptions options, HttpPipelinePolicy... policies) {
    return options
        .withHttpClients(HttpClients.of(KeptNothing.CLIENT))
        .withPolicies(
            ImmutableList.<HttpPipelinePolicy>builder()
                .add(policies)
                .add(KeptNothing.POLICY)
                .build());
  }

  @Override
  public MissingDevice missingDevice() {
    String missing = "missing-" + UUID.randomUUID();
    return new MissingDevice() {
      @Override
      public String name() {
        return missing;
      }

      @Override
      public Volume open(VolumeContext context) throws Exception {
        return AzureFixture.this.open(missing, context);
      }

      @Override
      public boolean exists() {
        return service.client(missing).exists();
      }
    };
  }

  @Override
  public ContainerRaw raw() {
    return raw;
  }

  @Override
  public EmulatorTime time() {
    return time;
  }

  @Override
  public int moreThanAPage() {
    return 2 * PAGE + 1;
  }

  @Override
  public List<Waiver> waivers() {
    return List.of(
        new Waiver(Clause.WR_9, ENDLESS, LINK),
        new Waiver(Clause.WR_11, ENDLESS, LINK),
        new Waiver(Clause.WR_10, PROMISED, LINK),
        new Waiver(Clause.TM_5, PROMISED, LINK));
  }

  @Override
  public List<String> secrets() {
    return List.of(service.key());
  }

  @Override
  public Optional<Map<String, String>> configuration(VolumeProviders providers) {
    Map<String, String> settings = new HashMap<>();
    settings.put("type", "azure");
    settings.put("storage-account-name", service.account());
    settings.put("storage-account-key", service.key());
    settings.put("storage-endpoint", service.endpoint().toString());
    settings.put("container-name", container);
    settings.put("max-get-bytes", Long.toString(options.maxGetBytes()));
    settings.put("blob-sharded", Boolean.toString(options.naming().isSharded()));
    if (!options.naming().prefix().isEmpty()) {
      settings.put("blob-prefix", options.naming().prefix());
    }
    return Optional.of(settings);
  }

  /** Of thousands of connections the JDK's client keeps one open for seconds, now and then. */
  @Override
  public boolean endsAfterCollection() {
    return true;
  }

  @Override
  public List<String> processWideThreads() {
    return List.of("azure-sdk-", "parallel-", "boundedElastic-", "reactor-", "HttpClient-");
  }

  @Override
  public Proof provenBy(Clause clause) {
    if (clause == Clause.CX_2) {
      return Proof.SCRIPTED_SERVER;
    }
    return isLive() && !service.isEmulator() ? Proof.REAL_DEVICE : Proof.EMULATOR;
  }

  private boolean isLive() {
    return !scope.isEmpty();
  }

  @Override
  public Optional<OtherProcess> otherProcess() {
    return Optional.of(
        OtherProcess.start(AzureOpener.class, AzureOpener.argument(service, container, options)));
  }

  @Override
  public Optional<Evidence> evidence(Clause clause) throws IOException {
    return clause == Clause.CX_2
        ? Optional.of(StalledService.whenTheLimitsPass())
        : Optional.empty();
  }

  @Override
  public void close() {
    if (isLive()) {
      raw.removeAll();
    } else {
      client.deleteIfExists();
    }
  }
}
