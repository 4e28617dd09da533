// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application finds our providers, and those of jars that our build does not know, on the class
 * path, on the module path and beside a fat jar; broken ones are passed by and named (PR-1).
 */
class ProviderDiscoveryTest {
  private static final String MAIN =
      """
      package app;

      import java.util.List;
      import java.util.Map;
      import org.keepvolume.Volume;
      import org.keepvolume.VolumeContext;
      import org.keepvolume.config.ConfigException;
      import org.keepvolume.config.ConfigHelp;
      import org.keepvolume.config.ConfigSchema;
      import org.keepvolume.config.ParsedFlags;
      import org.keepvolume.config.VolumeFlags;
      import org.keepvolume.config.VolumeMaps;
      import org.keepvolume.config.VolumeSpec;
      import org.keepvolume.spi.VolumeProviders;

      public class Main {
        public static void main(String[] args) throws Exception {
          VolumeProviders providers = VolumeProviders.load(Main.class.getClassLoader());
          ConfigSchema own = ConfigSchema.ofApplication("app", "An application").build();
          try {
            if (args[0].equals("map")) {
              VolumeMaps.parse(List.of(Map.of("type", args[1])), providers.schemas());
            }
            ParsedFlags flags = VolumeFlags.parse(List.of(args), providers.schemas(), own);
            if (flags.helpWanted()) {
              System.out.print(ConfigHelp.flags(providers.schemas(), own));
            }
            for (VolumeSpec spec : flags.volumes()) {
              try (Volume volume = providers.open(spec, VolumeContext.defaults())) {
                System.out.println(spec.type() + ": " + volume.deviceId());
              }
            }
          } catch (ConfigException e) {
            System.out.println(e.getMessage());
          }
        }
      }
      """;

  private static final Path FAT_JAR =
      Repository.root().resolve("examples/keepvolume/target/keepvolume.jar");

  @TempDir Path scratch;

  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    scratch = scratch.toRealPath();
    root = Files.createDirectory(scratch.resolve("volume"));
  }

  /** Returns what an application needs of this test's class path. */
  private static String libraries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.matches(".*(keep-volume-(api|posix)|guava|failureaccess).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** How to start the application. */
  private final class App {
    private final List<String> command = new ArrayList<>();

    App(String... options) {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(options));
    }

    String run(String... arguments) throws Exception {
      return runTo(0, arguments);
    }

    String runTo(int exitCode, String... arguments) throws Exception {
      List<String> all = new ArrayList<>(command);
      all.addAll(List.of(arguments));
      Path out = scratch.resolve("out");
      Process process =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(out.toFile()).start();
      int code = process.waitFor();
      String said = Files.readString(out);
      assertEquals(exitCode, code, said);
      return said;
    }
  }

  private App onClassPath(String libraries, Plugins plugins) throws Exception {
    Path classes =
        new CompiledJar(scratch.resolve("app")).with("app/Main.java", MAIN).compile().classes();
    String classPath =
        String.join(File.pathSeparator, libraries, classes.toString(), plugins.directory() + "/*");
    return new App("-cp", classPath, "app.Main");
  }

  private void assertBothOpen(App app) throws Exception {
    assertEquals(
        "posix: " + root + "\nshelf: oak at 7\n",
        app.run("-volume", root.toString(), "-shelf-height=7", "-shelf-board", "oak")
            .replaceAll("posix: .*" + Pattern.quote(root.toString()) + ".*", "posix: " + root));
    String help = app.run("-help");
    assertTrue(help.contains("  -volume, -volumes\n"), help);
    assertTrue(help.contains("\nFlags of type shelf: Boards of a shelf\n"), help);
    assertTrue(help.contains("  -shelf-height\n      How high it is (a whole number"), help);
    String unknown = app.run("map", "shelv");
    assertTrue(
        unknown.startsWith("volume 1: type is \"shelv\"; did you mean shelf?; known types are "),
        unknown);
  }

  private static void assertNamesTheThreeBrokenOnes(String said) {
    assertNames(
        said,
        List.of(
            "NoClassDefFoundError: com/example/broken/Client",
            "com.example.broken.Failing could not be instantiated, caused by"
                + " java.lang.ExceptionInInitializerError, caused by"
                + " java.lang.IllegalStateException: no licence",
            "c-unreadable.jar!/META-INF/services/org.keepvolume.spi.VolumeProvider:1: Illegal"
                + " configuration-file syntax"));
  }

  private static void assertNames(String said, List<String> broken) {
    String line = said.replaceAll("\\s+", " ");
    for (String each : broken) {
      assertTrue(line.contains(each), "not named: " + each + "\nin:\n" + line);
    }
  }

  @Test
  void pluginOnTheClassPathIsFoundBesideOurs() throws Exception {
    App app = onClassPath(libraries(), new Plugins(scratch).withShelf());
    assertBothOpen(app);
    String help = app.run("-help");
    assertTrue(!help.contains("Note:"), help);
  }

  @Test
  void brokenPluginsHideNothingAndAreNamedWhereATypeIsMissed() throws Exception {
    App app = onClassPath(libraries(), new Plugins(scratch).withThreeBrokenOnes().withShelf());
    assertBothOpen(app);
    assertNamesTheThreeBrokenOnes(app.run("-help"));
    assertNamesTheThreeBrokenOnes(app.run("map", "orphan"));
  }

  @Test
  void pluginThatIsAModuleIsFoundOnTheModulePath() throws Exception {
    assertBothOpen(onModulePath(new Plugins(scratch).withShelfModule(libraries())));
  }

  @Test
  void pluginWithoutAModuleDescriptorIsFoundOnTheModulePath() throws Exception {
    assertBothOpen(onModulePath(new Plugins(scratch).withShelf()));
  }

  @Test
  void brokenModulesHideNothingAndAreNamedWhereATypeIsMissed() throws Exception {
    Plugins plugins = new Plugins(scratch).withThreeBrokenModules(libraries());
    App app = onModulePath(plugins.withShelfModule(libraries()));
    assertBothOpen(app);
    List<String> broken =
        List.of(
            "Unable to load com.example.broken.missing.Orphan, caused by"
                + " java.lang.NoClassDefFoundError: com/example/broken/missing/Client",
            "com.example.broken.failing.Failing could not be instantiated, caused by"
                + " java.lang.ExceptionInInitializerError, caused by"
                + " java.lang.IllegalStateException: no licence",
            "Provider com.example.broken.lost.Lost not found");
    assertNames(app.run("-help"), broken);
    assertNames(app.run("map", "orphan"), broken);
  }

  /** The JVM itself refuses before a line of ours runs, and says what is missing. */
  @Test
  void moduleThatLacksAnotherOneKeepsTheJvmFromStarting() throws Exception {
    Plugins plugins = new Plugins(scratch).withModuleThatLacksAnother(libraries());
    App app = onModulePath(plugins.withShelfModule(libraries()));
    assertNames(
        app.runTo(1, "-help"),
        List.of("Module com.example.client not found, required by com.example.broken.alone"));
  }

  private App onModulePath(Plugins plugins) throws Exception {
    Path classes =
        new CompiledJar(scratch.resolve("app"))
            .with("module-info.java", "module app { requires org.keepvolume; }")
            .with("app/Main.java", MAIN)
            .onModulePath(libraries())
            .compile()
            .classes();
    String modulePath =
        String.join(
            File.pathSeparator, libraries(), classes.toString(), plugins.directory().toString());
    return new App("-p", modulePath, "-m", "app/app.Main");
  }

  @Test
  void pluginBesideTheFatJarIsFound() throws Exception {
    assertTrue(
        Files.exists(FAT_JAR), "no fat jar; run mvn package -pl examples/keepvolume -am first");
    Plugins plugins = new Plugins(scratch).withThreeBrokenOnes().withShelf();
    App app = onClassPath(FAT_JAR.toString(), plugins);
    assertBothOpen(app);
    assertEquals("memory: disk0\n", app.run("-memory-device", "disk0"));
    assertNamesTheThreeBrokenOnes(app.run("-help"));
  }
}
