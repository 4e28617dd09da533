// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own, whose class path ends with a directory of plugins. */
@Tag("slow")
class PluginCheckTest {
  @TempDir Path scratch;
  private Path plugins;

  @BeforeEach
  void makeDirectory() throws IOException {
    plugins = Files.createDirectory(scratch.resolve("plugins"));
  }

  private record Ended(int exitCode, String out, String err) {}

  private Ended keepvolume(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classPath = System.getProperty("java.class.path") + ":" + plugins + "/*";
    Collections.addAll(command, "-cp", classPath, KeepVolume.class.getName());
    Collections.addAll(command, args);
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    int exitCode = process.waitFor();
    return new Ended(exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private Ended check(String... flags) throws Exception {
    List<String> args = new ArrayList<>(List.of("check", "--effort", "short", "--"));
    Collections.addAll(args, flags);
    return keepvolume(args.toArray(String[]::new));
  }

  @Test
  void pluginIsCheckedWithItsFixturesHereAndInItsSecondProcessBesideABrokenOne() throws Exception {
    Path unused = Shelf.jar(scratch, plugins.resolve("shelf.jar"));
    Path unusedToo = Shelf.brokenJar(scratch, plugins.resolve("broken.jar"));
    Ended check = check("-shelf-board", "oak");
    assertEquals(0, check.exitCode, check.toString());
    assertTrue(check.out.startsWith("the other process has oak\n"), check.toString());
    assertTrue(check.out.contains("# Conformance of shelf"), check.toString());
    assertTrue(check.err.contains("note: a provider could not be loaded: "), check.toString());
    assertTrue(check.err.contains("LostProvider"), check.toString());
    assertTrue(check.err.contains("note: fixtures could not be loaded: "), check.toString());
    assertTrue(check.err.contains("LostFixtureProvider"), check.toString());
    assertFalse(check.err.contains("\tat "), check.toString());
  }

  @Test
  void settingOfAPluginReachesTheVolumeThatIsChecked() throws Exception {
    Path unused = Shelf.jar(scratch, plugins.resolve("shelf.jar"));
    Ended check = check("-shelf-forgetful", "-shelf-board=oak");
    assertEquals(1, check.exitCode, check.toString());
    assertTrue(check.out.contains("is broken by shelf"), check.toString());
    assertTrue(check.out.contains("The volume breaks the contract: "), check.toString());
  }

  @Test
  void pluginWithoutFixturesIsToldWhatIsMissing() throws Exception {
    Path unused = Shelf.jarWithoutFixtures(scratch, plugins.resolve("shelf.jar"));
    String line = mistake(check("-shelf-board", "oak"));
    assertTrue(line.contains("no fixtures for volumes of type shelf"), line);
    assertTrue(line.contains("a VolumeFixtureProvider"), line);
    assertTrue(line.contains("(there are fixtures for memory, posix)"), line);
  }

  @Test
  void pluginThatIsNotThereIsAnUnknownFlag() throws Exception {
    String line = mistake(check("-shelf-board", "oak"));
    assertTrue(line.contains("argument 1: unknown flag -shelf-board"), line);
    assertTrue(line.contains("class path, azure, memory, posix"), line);
  }

  @Test
  void flagsOfAPluginArePrinted() throws Exception {
    Path unused = Shelf.jar(scratch, plugins.resolve("shelf.jar"));
    Ended flags = keepvolume("flags");
    assertEquals(0, flags.exitCode, flags.toString());
    assertTrue(flags.out.contains("\n  -shelf-board\n"), flags.toString());
  }

  @Test
  void twoFixturesOfOneTypeAreRefusedNamingBoth() throws Exception {
    Path unused = Shelf.jar(scratch, plugins.resolve("shelf.jar"));
    Path unusedToo = Shelf.jarWithOtherFixtures(scratch, plugins.resolve("others.jar"));
    String line = mistake(check("-shelf-board", "oak"));
    assertTrue(line.contains("two jars have fixtures for the type shelf: "), line);
    assertTrue(line.contains("shelf.jar") && line.contains("others.jar"), line);
  }

  @Test
  void pluginThatLacksAClassIsOneLine() throws Exception {
    Path unused = Shelf.jar(scratch, plugins.resolve("shelf.jar"));
    String line = mistake(check("-shelf-board", "locked"));
    assertTrue(line.contains("shelf{board=locked} cannot be checked: "), line);
    assertTrue(line.contains("com/example/Key"), line);
  }

  private static String mistake(Ended check) {
    assertEquals(2, check.exitCode, check.toString());
    assertEquals("", check.out, check.toString());
    assertEquals(1, check.err.lines().count(), check.toString());
    return check.err;
  }
}
