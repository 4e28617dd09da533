// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.Access;
import org.keepvolume.config.ConfigHelp;
import org.keepvolume.config.ConfigSchema;
import org.keepvolume.config.ParsedFlags;
import org.keepvolume.config.VolumeFlags;
import org.keepvolume.config.VolumeMaps;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.store.MountOptions;

/** docs/configuration.md: its head is written by hand, and true; its tables are the schemas'. */
class ConfigurationPageTest {
  private static final String PAGE = "docs/configuration.md";
  private static final String MARK =
      "<!-- From here on ConfigHelp.markdown writes this page. -->\n";
  private static final Path EXPECTED = Path.of("target/configuration.md");
  private static final ConfigSchema APPLICATION =
      ConfigSchema.ofApplication("app", "An application").build();

  private static final String MAIN =
      """
      import java.lang.System.Logger.Level;
      import java.util.List;
      import org.keepvolume.*;
      import org.keepvolume.config.*;
      import org.keepvolume.spi.*;

      class Main {
        static final System.Logger LOG = System.getLogger("main");

        static void run(ConfigSchema application, String... args) throws Exception {
          %s
        }
      }
      """;

  @TempDir Path scratch;

  private final VolumeProviders providers =
      VolumeProviders.load(ConfigurationPageTest.class.getClassLoader());

  @Test
  void tablesAreThoseOfTheProviders() throws IOException {
    assertEquals(List.of(), providers.broken());
    String page = Repository.read(PAGE);
    int tables = page.indexOf(MARK) + MARK.length();
    assertTrue(tables >= MARK.length(), PAGE + " has no line " + MARK);
    String expected = page.substring(0, tables) + "\n" + ConfigHelp.markdown(providers.schemas());
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, expected, UTF_8);
    assertTrue(expected.equals(page), PAGE + " is out of date; copy " + EXPECTED.toAbsolutePath());
  }

  @Test
  void codeOfTheHeadCompiles() throws IOException {
    String code = block(Repository.read(PAGE), "java", 1);
    CompiledJar unused = new CompiledJar(scratch).with("Main.java", MAIN.formatted(code)).compile();
  }

  @Test
  void flagsAndMapOfTheHeadMakeTheSameVolumes() throws Exception {
    String page = Repository.read(PAGE);
    String command = block(page, "sh", 1);
    List<String> arguments =
        List.of(command.substring(command.indexOf(" -")).replace("\\\n", " ").trim().split("\\s+"));
    ParsedFlags flags = VolumeFlags.parse(arguments, providers.schemas(), APPLICATION);
    assertEquals(List.of(), flags.warnings());
    List<VolumeSpec> volumes =
        VolumeMaps.parse(volumes(block(page, "properties", 1)), providers.schemas());
    assertEquals(2, volumes.size());
    assertEquals(volumes, flags.volumes());
  }

  @Test
  void namesOfTheOriginalAreReadInItsForm() throws Exception {
    String tables = ConfigHelp.markdown(providers.schemas());
    Map<String, Object> volume = new HashMap<>();
    volume.put("Driver", "Directory");
    volume.put("DriverParameters", Map.of("Root", "/data/disk0", "Serialize", true));
    volume.put("ReadOnly", true);
    volume.put("AllowTrashWhenReadOnly", true);
    volume.put("Replication", 2);
    volume.put("StorageClasses", Map.of("archive", true));
    volume.put("AccessViaHosts", Map.of());
    for (String name : volume.keySet()) {
      assertTrue(name.equals("Driver") || tables.contains("`" + name + "`"), name);
    }
    assertTrue(tables.contains("## `posix`, driver `Directory`: "), tables);
    MountOptions expected =
        MountOptions.defaults()
            .withId("zzzzz-nyw5e-000000000000000")
            .withAccess(Access.READ_TRASH)
            .withSerialized(true)
            .withReplication(2)
            .withStorageClasses(Set.of("archive"));
    Map<String, Object> cluster = Map.of("zzzzz-nyw5e-000000000000000", volume);
    assertEquals(
        expected, VolumeMaps.parseCluster(cluster, "", providers.schemas()).get(0).options());
    Map<String, Object> old =
        Map.of("Type", "Directory", "Root", "/data/disk0", "DirectoryReplication", 3);
    assertTrue(tables.contains("`DirectoryReplication`"), tables);
    assertEquals(
        MountOptions.defaults().withReplication(3),
        VolumeMaps.parseKeepstore(List.of(old), providers.schemas()).get(0).options());
  }

  @Test
  void pluginsAreNeverBesideAJarThatIsStartedByItself() throws IOException {
    String page = Repository.read(PAGE);
    assertTrue(page.contains("`java -cp 'app.jar:plugins/*' <main class>`"), PAGE);
    for (String line : page.lines().toList()) {
      assertTrue(!line.matches("java .*-jar.*"), line);
    }
  }

  private static String block(String page, String language, int number) {
    return page.split("```" + language + "\n", -1)[number].split("\n```", 2)[0];
  }

  /** Reads {@code 0.key=value} as the page says an application might. */
  private static List<Map<String, String>> volumes(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, Map<String, String>> byNumber = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      String[] parts = name.split("\\.", 2);
      byNumber
          .computeIfAbsent(parts[0], number -> new HashMap<>())
          .put(parts[1], properties.getProperty(name));
    }
    return new ArrayList<>(byNumber.values());
  }
}
