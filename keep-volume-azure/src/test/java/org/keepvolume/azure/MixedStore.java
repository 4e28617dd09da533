// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keepvolume.Access;
import org.keepvolume.BlockHash;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.azure.azurite.AzuriteAccount;
import org.keepvolume.azure.http.FaultProxy;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.Secret;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.posix.PosixVolumeProvider;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.AdjustableClock;

/**
 * A store over an old disk and an old container, which are only read, and a new container in each
 * of two accounts, of which the second can fall silent.
 */
final class MixedStore implements AutoCloseable {
  private static final ConfigSchema APPLICATION =
      ConfigSchema.ofApplication("keepstore", "A service").build();
  private static final VolumeProviders PROVIDERS =
      VolumeProviders.of(new PosixVolumeProvider(), new AzureVolumeProvider());

  /** The ways to say which volumes there are. */
  enum Way {
    FLAGS,
    MAPS,
    CODE
  }

  /** By which everything that the emulator stamps is old. */
  final AdjustableClock time = new AdjustableClock(Instant.parse("2100-01-01T00:00:00Z"));

  final BlockStore store;
  private final VolumeContext context =
      VolumeContext.defaults()
          .withClock(time)
          .withTrashPolicy(new TrashPolicy(Duration.ZERO, Duration.ofHours(1)));
  private final Azurite azurite = Azurite.shared();
  private final Path disk;
  private final String old = azurite.newContainerName();
  private final String fresh = azurite.newContainerName();
  private final Path firstKey;
  private final Path secondKey;
  private final FaultProxy second;

  /** Opens it in one of the ways; the old disk and the old container have a block each. */
  MixedStore(Path scratch, Way way, byte[] onDisk, byte[] inOld) throws Exception {
    disk = Files.createDirectory(scratch.resolve("disk0"));
    firstKey = keyFile(scratch.resolve("firstaccount.key"), azurite.account());
    secondKey = keyFile(scratch.resolve("secondaccount.key"), azurite.secondAccount());
    second = FaultProxy.to(azurite.endpoint(azurite.secondAccount().name()));
    try (Volume volume = PosixVolume.open(disk)) {
      volume.write(BlockHash.of(ByteBuffer.wrap(onDisk)), ByteBuffer.wrap(onDisk));
    }
    for (Volume made :
        List.of(create(first(), old), create(first(), fresh), create(second(), fresh))) {
      if (made.deviceId().endsWith(old)) {
        made.write(BlockHash.of(ByteBuffer.wrap(inOld)), ByteBuffer.wrap(inOld));
      }
      made.close();
    }
    store =
        switch (way) {
          case FLAGS -> open(flags());
          case MAPS -> open(maps());
          case CODE -> code();
        };
  }

  private static Path keyFile(Path file, AzuriteAccount account) throws IOException {
    return Files.writeString(file, account.key() + "\n", UTF_8);
  }

  private static Volume create(AzureAccount account, String container) throws VolumeException {
    return AzureVolume.open(
        account,
        container,
        AzureOptions.defaults().withCreateContainer(true),
        VolumeContext.defaults());
  }

  private AzureAccount first() {
    return account(azurite.account(), azurite.endpoint(azurite.account().name()));
  }

  private AzureAccount second() {
    return account(azurite.secondAccount(), second.endpoint());
  }

  private static AzureAccount account(AzuriteAccount account, URI endpoint) {
    return AzureAccount.withKey(account.name(), Secret.of(account.key())).withEndpoint(endpoint);
  }

  /** The last command line of the original's manual, with an endpoint for each account. */
  private List<VolumeSpec> flags() throws ConfigException {
    String command =
        """
         -readonly \
         -volume %s \
         -azure-storage-replication 1 \
         -azure-max-attempts 1 \
         -azure-list-blobs-max-attempts 1 \
         -azure-storage-account-key-file %s \
         -azure-storage-account-name %s \
         -azure-storage-endpoint %s \
         -azure-storage-container-volume %s \
         -readonly=false \
         -azure-storage-container-volume %s \
         -azure-storage-account-key-file %s \
         -azure-storage-account-name %s \
         -azure-storage-endpoint %s \
         -azure-storage-container-volume %s
        """
            .formatted(
                disk,
                firstKey,
                azurite.account().name(),
                first().blobEndpoint(),
                old,
                fresh,
                secondKey,
                azurite.secondAccount().name(),
                second().blobEndpoint(),
                fresh);
    return VolumeFlags.parse(
            List.of(command.trim().split("\\s+")), PROVIDERS.schemas(), APPLICATION)
        .volumes();
  }

  private List<VolumeSpec> maps() throws ConfigException {
    return VolumeMaps.parse(
        List.of(
            Map.of("type", "posix", "root", disk.toString(), "readonly", "true"),
            map(azurite.account(), firstKey, first(), old, true),
            map(azurite.account(), firstKey, first(), fresh, false),
            map(azurite.secondAccount(), secondKey, second(), fresh, false)),
        PROVIDERS.schemas());
  }

  private static Map<String, String> map(
      AzuriteAccount account, Path key, AzureAccount place, String container, boolean readOnly) {
    return Map.ofEntries(
        Map.entry("type", "azure"),
        Map.entry("container-name", container),
        Map.entry("storage-account-name", account.name()),
        Map.entry("storage-account-key-file", key.toString()),
        Map.entry("storage-endpoint", place.blobEndpoint().toString()),
        Map.entry("readonly", Boolean.toString(readOnly)),
        Map.entry("replication", "1"),
        Map.entry("max-attempts", "1"),
        Map.entry("list-blobs-max-attempts", "1"));
  }

  private BlockStore open(List<VolumeSpec> volumes) throws Exception {
    List<String> warnings = new ArrayList<>();
    PROVIDERS.validate(volumes, warnings::add);
    // The key files are not kept from others here.
    assertEquals(List.of(), warnings.stream().filter(text -> !text.contains(".key")).toList());
    BlockStoreBuilder builder = BlockStore.builder();
    for (VolumeSpec volume : volumes) {
      builder.mount(PROVIDERS.open(volume, context), volume.options());
    }
    return builder.build();
  }

  private BlockStore code() throws Exception {
    MountOptions readOnly = MountOptions.defaults().withAccess(Access.READ_ONLY);
    AzureLimits limits = AzureLimits.defaults();
    AzureOptions once =
        AzureOptions.defaults()
            .withLimits(
                new AzureLimits(
                    limits.progress(), limits.control(), limits.data(), 1, 1, limits.listDelay()));
    return BlockStore.builder()
        .mount(PosixVolume.open(disk), readOnly)
        .mount(AzureVolume.open(first(), old, once, context), readOnly)
        .mount(AzureVolume.open(first(), fresh, once, context))
        .mount(AzureVolume.open(second(), fresh, once, context))
        .build();
  }

  /** Returns which of the mounts have a block, seen without the store. */
  List<String> places(BlockHash hash) throws IOException {
    List<String> places = new ArrayList<>();
    if (Files.exists(disk.resolve(hash.toString().substring(0, 3)).resolve(hash.toString()))) {
      places.add("disk");
    }
    place(places, "old", azurite.account(), old, hash);
    place(places, "first", azurite.account(), fresh, hash);
    place(places, "second", azurite.secondAccount(), fresh, hash);
    return places;
  }

  private static void place(
      List<String> places, String name, AzuriteAccount account, String container, BlockHash hash) {
    if (KitService.emulator(account).client(container).getBlobClient(hash.toString()).exists()) {
      places.add(name);
    }
  }

  /** From now on nobody answers for the second account. */
  void loseSecondAccount() {
    second.close();
  }

  @Override
  public void close() throws VolumeException {
    store.close();
    second.close();
    KitService.emulator(azurite.account()).client(old).delete();
    KitService.emulator(azurite.account()).client(fresh).delete();
    KitService.emulator(azurite.secondAccount()).client(fresh).delete();
  }
}
