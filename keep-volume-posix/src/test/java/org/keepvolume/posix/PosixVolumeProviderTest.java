// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;

/** POSIX volumes by flags: what is judged before they are opened, and what is opened. */
class PosixVolumeProviderTest {
  private static final ConfigSchema APPLICATION =
      ConfigSchema.ofApplication("test", "A test").build();

  @TempDir Path parent;

  private final VolumeProviders providers =
      VolumeProviders.load(PosixVolumeProviderTest.class.getClassLoader());
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void resolveLinks() throws IOException {
    parent = parent.toRealPath();
  }

  private List<VolumeSpec> specs(String... flags) throws ConfigException {
    return VolumeFlags.parse(List.of(flags), providers.schemas(), APPLICATION).volumes();
  }

  private List<String> problems(String... flags) throws ConfigException {
    List<VolumeSpec> specs = specs(flags);
    try {
      providers.validate(specs, warnings::add);
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  @Test
  void rootsThatCannotBeOnesAreNamedAllAtOnceAndNothingIsCreated() throws Exception {
    Path missing = parent.resolve("missing");
    Path file = Files.createFile(parent.resolve("file"));
    Path good = Files.createDirectory(parent.resolve("good"));
    assertEquals(
        List.of(
            "volume 1, posix{root="
                + missing
                + "}: root: "
                + missing
                + " does not exist; make the directory, or mount the disk that holds it",
            "volume 2, posix{root=" + file + "}: root: " + file + " is not a directory",
            "volume 4, posix{root=" + good + "}: is volume 3 once more"),
        problems(
            "-volume",
            missing.toString(),
            "-volume=" + file,
            "--volume",
            good.toString(),
            "-volume",
            good.toString()));
    assertEquals(List.of("file", "good"), new VolumeFiles(parent).names());
    assertEquals(List.of(), warnings);
  }

  @Test
  void directoryThatIsGoodIsNotTouchedByBeingJudged() throws Exception {
    assertEquals(List.of(), problems("-volume", parent.toString()));
    assertEquals(List.of(), new VolumeFiles(parent).names());
  }

  @Test
  void volumeThatMayLoseBlocksIsWarnedOf() throws Exception {
    assertEquals(List.of(), problems("-posix-durability", "none", "-volume", parent.toString()));
    assertEquals(
        List.of(
            "volume 1, posix{root="
                + parent
                + ", durability=none}: durability none may lose acknowledged blocks in a power"
                + " cut"),
        warnings);
  }

  @Test
  void openedVolumeHasTheSettings() throws Exception {
    VolumeSpec lax = specs("-posix-durability=none", "-volume", parent.toString()).get(0);
    try (Volume volume = providers.open(lax, VolumeContext.defaults())) {
      Set<Capability> capabilities = EnumSet.allOf(Capability.class);
      capabilities.remove(Capability.DURABLE);
      assertEquals(capabilities, volume.capabilities());
    }
  }

  @Test
  void missingRootCannotBeOpened() throws Exception {
    Path missing = parent.resolve("missing");
    VolumeSpec spec = specs("-volume", missing.toString()).get(0);
    VolumeFailureException e =
        assertThrows(
            VolumeFailureException.class, () -> providers.open(spec, VolumeContext.defaults()));
    assertTrue(e.getMessage().contains(missing.toString()), e.getMessage());
    assertTrue(Files.notExists(missing));
  }

  @Test
  void moduleAndServicesFileNameTheSameProvider() throws Exception {
    Path classes =
        Path.of(
            PosixVolumeProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module =
        ModuleFinder.of(classes).find("org.keepvolume.posix").orElseThrow().descriptor();
    Map<String, List<String>> provided =
        module.provides().stream()
            .collect(
                Collectors.toMap(
                    ModuleDescriptor.Provides::service, ModuleDescriptor.Provides::providers));
    List<String> ours = List.of(PosixVolumeProvider.class.getName());
    assertEquals(Map.of(VolumeProvider.class.getName(), ours), provided);
    Path services = classes.resolve("META-INF/services/" + VolumeProvider.class.getName());
    assertEquals(ours, Files.readAllLines(services));
  }
}
