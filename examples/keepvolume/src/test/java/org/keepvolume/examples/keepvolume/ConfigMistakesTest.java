// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake in a file of volumes is a line that names the file, and exit code 2. */
class ConfigMistakesTest {
  private static final String MEMORY = "- type: memory\n  device: any\n";
  private static final String EXPECTED =
      "; expected a list of volumes, alone or under volumes; or the original's"
          + " Clusters.<id>.Volumes, or its older list under Volumes";

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("disks.yml");
  }

  private static String mistake(Path config) {
    return Command.mistake("check", "--config", config.toString());
  }

  private void assertMistake(String expected) {
    assertEquals("keepvolume check: " + file + ": " + expected, mistake(file));
  }

  private void assertMistake(String expected, String text) throws IOException {
    Files.writeString(file, text);
    assertMistake(expected);
  }

  @Test
  void missingFile() {
    assertMistake("does not exist");
    String line = mistake(Path.of("no-such-file.yml"));
    assertEquals(
        "keepvolume check: no-such-file.yml: does not exist, seen from "
            + Path.of("").toAbsolutePath(),
        line);
  }

  @Test
  void directoryInPlaceOfAFile() throws IOException {
    Files.createDirectory(file);
    assertMistake("is a directory; expected a file");
  }

  @Test
  void fileBelowAFile() throws IOException {
    file = Files.createFile(file).resolve("inside");
    assertMistake("cannot be read: what it is in is no directory");
  }

  @Test
  void fileThatNobodyMayRead() throws IOException {
    Files.writeString(file, MEMORY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
    assumeFalse(Files.isReadable(file), "the superuser may read everything");
    assertMistake("cannot be read: permission denied");
  }

  @Test
  void reasonsAreWordsAndNotNamesOfExceptions() {
    assertEquals("permission denied", ConfigFile.reason(new AccessDeniedException("disks.yml")));
    assertEquals(
        "Stale file handle",
        ConfigFile.reason(new FileSystemException("disks.yml", null, "Stale file handle")));
    assertEquals("Input/output error", ConfigFile.reason(new IOException("Input/output error")));
  }

  @Test
  void fileOfMoreThanOneMebibyte() throws IOException {
    String comment = "#" + "x".repeat(1024 * 1024 - 1);
    assertMistake("is empty" + EXPECTED, comment);
    assertMistake("is larger than 1 MiB; expected a configuration of volumes", comment + "\n");
    file = Path.of("/dev/zero");
    assertMistake("is larger than 1 MiB; expected a configuration of volumes");
  }

  @Test
  void fileInAnotherCharset() throws IOException {
    write("- type: memory\n# für alle\n  device: any\n", ISO_8859_1);
    assertMistake("line 2: is not text in UTF-8");
    write(MEMORY, UTF_16LE);
    assertMistake("line 1, column 2: character U+0000 is not allowed");
    Files.write(file, new byte[] {'-', ' ', (byte) 0xc3});
    assertMistake("line 1: is not text in UTF-8");
  }

  private void write(String text, Charset charset) throws IOException {
    Files.write(file, text.getBytes(charset));
  }

  @Test
  void characterThatYamlDoesNotAllowIsFoundWhereItIs() throws IOException {
    assertMistake(
        "line 3, column 4: character U+0001 is not allowed",
        "# " + "\ud83d\ude00".repeat(3000) + "\n# two\n#\ud83d\ude00 \u0001\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: b: c'|line 1, column 5: mapping values are not allowed here",
        "'a: [1,\\n2}'|line 2, column 2: while parsing a flow sequence (from line 1, column 4),"
            + " expected ',' or ']', but got }",
        "'a: \"b'|line 2, column 1: while scanning a quoted scalar (from line 1, column 4), found"
            + " unexpected end of stream",
        "'a: 1\\n---\\nb: 2'|line 2, column 1: expected a single document in the stream (from"
            + " line 1, column 1), but found another document",
        "'<<: 1'|line 2, column 1: Expected mapping node or an anchor referencing mapping",
        "'%YAML 2.0\\n---\\na'|is not read as YAML: Version{major=2, minor=0}",
        "'? [a]\\n: b'|is not read as YAML: Non scalar key is detected but it is not configured to"
            + " be allowed.",
        "'a: @secret'|line 1, column 4: while scanning for the next token, found character '@' that"
            + " cannot start any token. (Do not use @ for indentation)"
      })
  void textThatIsNotYamlIsToldWithLineAndColumn(String text, String expected) throws IOException {
    assertMistake(expected, text.replace("\\n", "\n") + "\n");
  }

  @Test
  void duplicateKey() throws IOException {
    assertMistake(
        "line 3, column 3: while constructing a mapping (from line 1, column 3), found duplicate key device",
        MEMORY + "  device: other\n");
  }

  @Test
  void aliasBombIsRefusedBeforeItIsBuilt() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
    }
    assertMistake("line 7, column 10: more than 50 aliases; write them out", bomb.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void deepNestingIsRefusedBeforeAStackOverflows(String level) throws IOException {
    int column = 1 + 100 * level.length();
    assertMistake(
        "line 1, column " + column + ": more than 100 levels, one in the other",
        level.repeat(100_000));
  }

  @Test
  void typesThatAConfigurationDoesNotHaveAreRefused() throws IOException {
    for (String tag : new String[] {"!!java.net.URL", "!!binary", "!!int", "!secret"}) {
      assertMistake(
          "line 1, column 4: a tag other than !!str, !!bool, !!null, !!seq and !!map; a text that"
              + " begins with ! needs quotes",
          "a: " + tag + " x\n");
    }
  }

  @Test
  void valueThatLooksLikeAnAliasIsNotShown() throws IOException {
    assertMistake(
        "line 1, column 8: an alias without an anchor before it; a text that begins with * needs"
            + " quotes",
        "token: *secret\n");
  }

  @Test
  void messagesAreOneShortLineEach() throws IOException {
    String key = "x".repeat(5000);
    Files.writeString(file, "? " + key + "\n: 1\n? " + key + "\n: 1\n");
    String line = mistake(file);
    assertTrue(line.endsWith("xxx..."), line);
    assertTrue(line.length() < 400 + file.toString().length(), line);
    Path odd = directory.resolve("odd\n\u202e.yml");
    assertTrue(mistake(odd).endsWith("odd\\u000a\\u202e.yml: does not exist"), mistake(odd));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "# nothing\n", "---\n", "~\n", "\uFEFF"})
  void emptyFile(String text) throws IOException {
    assertMistake("is empty" + EXPECTED, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "volumes:",
        "volumes: []",
        "volume: []",
        "Volumes:",
        "Clusters:",
        "Clusters: {zzzzz: {SystemRootToken: x}}",
        "Clusters: {zzzzz: {Volumes: {}}}",
        "Clusters: {zzzzz: }"
      })
  void fileWithoutVolumes(String text) throws IOException {
    assertMistake("names no volumes" + EXPECTED, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-----BEGIN PRIVATE KEY-----|is one value; EXPECTED",
        "volumes: {a: b}|volumes: expected a list of volumes, not keys and values",
        "Volumes: {zzzzz-nyw5e-0: {}}|Volumes: expected a list of volumes, not keys and values",
        "volumes: /data|volumes: expected a list of volumes, not one value",
        "[/data]|volume 1: expected keys and values, not one value",
        "Clusters: [a]|Clusters: is a list; expected keys and values",
        "Clusters: {a: [b]}|Clusters.a: is a list; expected keys and values",
        "Clusters: {a: {Volumes: [b]}}|Clusters.a.Volumes: is a list; expected keys and values",
        "'{volumes: [], Volumes: []}'|has volumes and Volumes; expected one of them",
        "'&a [*a]'|volume 1: expected keys and values, not a list"
      })
  void whatIsInPlaceOfVolumesIsNamed(String text, String expected) throws IOException {
    assertMistake(expected.replace("; EXPECTED", EXPECTED), text + "\n");
  }

  @Test
  void moreThanOneCluster() throws IOException {
    assertMistake(
        "Clusters: has 2 clusters, zzzzz, yyyyy; expected one",
        "Clusters: {zzzzz: {Volumes: {}}, yyyyy: {Volumes: {}}}\n");
  }

  @Test
  void everyMistakeOfAVolumeIsALineWithTheFileBeforeIt() throws IOException {
    Files.writeString(file, "volumes:\n- type: memry\n- type: memory\n  devise: any\n- x\n- \n");
    Command refused = Command.run("check", "--config", file.toString());
    assertEquals(2, refused.exitCode());
    String prefix = "keepvolume check: " + file + ": volume ";
    assertEquals(
        prefix
            + "3: expected keys and values, not one value\n"
            + prefix
            + "4: expected keys and values, not nothing\n",
        refused.err());
    Files.writeString(file, "volumes:\n- type: memry\n- type: memory\n  devise: any\n");
    refused = Command.run("check", "--config", file.toString());
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().startsWith(prefix + "1: type is \"memry\"; did you mean memory?"));
    assertTrue(
        refused.err().contains("\n" + prefix + "2: unknown key devise; did you mean device?"));
    assertTrue(refused.err().lines().allMatch(line -> line.startsWith(prefix)), refused.err());
    assertFalse(refused.err().contains("Exception"), refused.err());
  }

  @Test
  void severalVolumesAreRefusedAsThoseOfFlagsAre() throws IOException {
    assertMistake(
        "2 volumes are named; a check takes one, so run one for each, with a file of its own",
        MEMORY + "- {type: memory, device: other}\n");
  }

  @Test
  void readOnlyVolume() throws IOException {
    assertMistake(
        "memory{device=any} is read-only; a check writes, so leave away what makes it so",
        MEMORY + "  readonly: true\n");
  }

  @Test
  void volumeThatCannotBeOpened() throws IOException {
    Path missing = directory.resolve("missing");
    Files.writeString(file, "- {type: posix, root: " + missing + "}\n");
    assertTrue(mistake(file).contains(missing + " does not exist"), mistake(file));
  }

  @Test
  void fileAndFlags() {
    assertEquals(
        "keepvolume check: --config and the flags behind -- each name a volume; give one of them",
        Command.mistake("check", "--config", file.toString(), "--", "-memory-device=x"));
    assertEquals(
        "keepvolume check: --config and --directory each name a volume; give one of them",
        Command.mistake("check", "--config", file.toString(), "--directory", "x"));
  }
}
