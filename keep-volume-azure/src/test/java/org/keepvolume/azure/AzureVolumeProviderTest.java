// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.azure.azurite.Azurite;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;

/** Azure volumes by flags: what is warned of before they are opened, and what is opened. */
final class AzureVolumeProviderTest {
  private static final ConfigSchema APPLICATION =
      ConfigSchema.ofApplication("test", "A test").build();

  @TempDir Path dir;

  private final VolumeProviders providers =
      VolumeProviders.load(AzureVolumeProviderTest.class.getClassLoader());

  private VolumeSpec spec(String flags) throws Exception {
    return VolumeFlags.parse(List.of(flags.split(" ")), providers.schemas(), APPLICATION)
        .volumes()
        .get(0);
  }

  private List<String> warnings(String flags) throws Exception {
    List<String> warnings = new ArrayList<>();
    providers.validate(List.of(spec(flags)), warnings::add);
    warnings.forEach(Canaries::assertHidden);
    return warnings.stream().map(text -> text.substring(text.indexOf("}: ") + 3)).toList();
  }

  private Path keyFile(String text, String permissions) throws IOException {
    Path file = Files.writeString(dir.resolve("acct.key"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void volumeAsTheManualNamesItHasNoWarning() throws Exception {
    Path file = keyFile(Canaries.KEY + "\n", "rw-------");
    assertEquals(
        List.of(),
        warnings(
            "-azure-storage-account-name acct -azure-storage-account-key-file "
                + file
                + " -azure-storage-container-volume blocks"));
  }

  @Test
  void keyFileIsWarnedOf() throws Exception {
    Path file = keyFile(Canaries.KEY + "\n\n", "rw-r--r--");
    assertEquals(
        List.of(
            file + " has more than one line break; they were ignored",
            file + " can be read by others than its owner; use chmod 600"),
        warnings(
            "-azure-storage-account-name acct -azure-storage-account-key-file "
                + file
                + " -azure-storage-container-volume blocks"));
  }

  @Test
  void settingsThatNobodyShouldTakeForGrantedAreWarnedOf() throws Exception {
    assertEquals(
        List.of(
            "http://azurite:10000/devstoreaccount1 is not encrypted: blocks and SAS tokens can be"
                + " read on the way",
            "create-container makes an empty container of a mistyped name; it is for tools and"
                + " tests",
            "write-race-poll-time has no effect, since no blob is waited for here"),
        warnings(
            "-azure-storage-account-name devstoreaccount1 -azure-storage-endpoint"
                + " http://azurite:10000/devstoreaccount1 -azure-create-container"
                + " -azure-write-race-poll-time 1s -azure-storage-container-volume blocks"));
  }

  @Test
  void emulatorOfThisMachineIsNotWarnedOf() throws Exception {
    String account = "-azure-storage-account-name devstoreaccount1 ";
    for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
      assertEquals(
          List.of(),
          warnings(
              account
                  + "-azure-storage-endpoint http://"
                  + host
                  + ":10000/devstoreaccount1 -azure-storage-container-volume blocks"));
    }
  }

  @Test
  void fileThatIsGoneAtOpenIsAFailureThatNamesIt() throws Exception {
    VolumeSpec spec =
        spec(
            "-azure-storage-account-name acct -azure-storage-account-key-file /no/such.key"
                + " -azure-storage-container-volume blocks");
    VolumeFailureException e =
        assertThrows(
            VolumeFailureException.class, () -> providers.open(spec, VolumeContext.defaults()));
    assertEquals(
        "open on azure:acct/blocks: storage-account-key-file: /no/such.key does not exist",
        e.getMessage());
  }

  @Test
  void volumeIsOpenedByAFileAndNothingIsCreatedUnasked() throws Exception {
    Azurite azurite = Azurite.shared();
    String container = azurite.newContainerName();
    Path file = keyFile(azurite.account().key() + "\n", "rw-------");
    String flags =
        "-azure-storage-account-name "
            + azurite.account().name()
            + " -azure-storage-account-key-file "
            + file
            + " -azure-storage-endpoint "
            + azurite.endpoint(azurite.account().name())
            + " -azure-storage-container-volume "
            + container;
    VolumeSpec missing = spec(flags);
    VolumeException e =
        assertThrows(
            VolumeException.class, () -> providers.open(missing, VolumeContext.defaults()));
    assertTrue(e.getMessage().contains(container), e.getMessage());
    try (Volume volume =
        providers.open(spec("-azure-create-container " + flags), VolumeContext.defaults())) {
      assertTrue(volume.deviceId().endsWith("/" + container), volume.deviceId());
    }
    providers.open(missing, VolumeContext.defaults()).close();
  }

  @Test
  void openGivesTheBackendItself() throws Exception {
    Azurite azurite = Azurite.shared();
    VolumeSpec spec =
        spec(
            "-azure-create-container -azure-storage-connection-string"
                + " AccountName="
                + azurite.account().name()
                + ";AccountKey="
                + azurite.account().key()
                + ";BlobEndpoint="
                + azurite.endpoint(azurite.account().name())
                + " -azure-storage-container-volume "
                + azurite.newContainerName());
    try (Volume volume = new AzureVolumeProvider().open(spec.config(), VolumeContext.defaults())) {
      assertInstanceOf(AzureVolume.class, volume);
    }
  }

  @Test
  void moduleAndServicesFileNameTheSameProvider() throws Exception {
    Path classes =
        Path.of(
            AzureVolumeProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module =
        ModuleFinder.of(classes).find("org.keepvolume.azure").orElseThrow().descriptor();
    Map<String, List<String>> provided =
        module.provides().stream()
            .collect(
                Collectors.toMap(
                    ModuleDescriptor.Provides::service, ModuleDescriptor.Provides::providers));
    List<String> ours = List.of(AzureVolumeProvider.class.getName());
    assertEquals(Map.of(VolumeProvider.class.getName(), ours), provided);
    Path services = classes.resolve("META-INF/services/" + VolumeProvider.class.getName());
    try (Stream<String> lines = Files.lines(services)) {
      assertEquals(ours, lines.toList());
    }
  }
}
