// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.spi.VolumeProvider;
import org.keepvolume.spi.VolumeProviders;

/** The mistakes that people make, and the one message that each gets; writes them as a table. */
final class MistakesTest {
  private static final List<String[]> ROWS = new ArrayList<>();
  private static final String AZURE = "-azure-storage-account-name a ";
  private static final String KEYED = AZURE + "-azure-storage-account-key-file k ";
  private static final String CONTAINER = "-azure-storage-container-volume c";

  @TempDir Path dir;

  @AfterAll
  static void writeTable() throws IOException {
    StringBuilder page = new StringBuilder("| mistake | message |\n|---|---|\n");
    for (String[] row : ROWS) {
      page.append("| `").append(row[0]).append("` | ").append(row[1].replace("\n", "<br>"));
      page.append(" |\n");
    }
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "mistakes.md"), page);
  }

  private static void check(String mistake, String expected, String message) {
    assertEquals(expected, message);
    assertFalse(message.contains("MARKER"), message);
    ROWS.add(new String[] {Shown.oneLine(mistake), message.isEmpty() ? "(none)" : message});
  }

  static Stream<Arguments> flags() {
    String duration = ", expected a duration, such as 336h, 1m30s or PT336H";
    return Stream.of(
        arguments(
            "-redonly -volume /a", "argument 1: unknown flag -redonly; did you mean -readonly?"),
        arguments("-vloume /a", "argument 1: unknown flag -vloume; did you mean -volume?"),
        arguments(
            "-no-such-thing /a", "argument 1: unknown flag -no-such-thing; -help prints all flags"),
        arguments("-root /a", "argument 1: unknown flag -root; did you mean -volume?"),
        arguments(
            "-azure-storage-account-key:MARKER",
            "argument 1: unknown flag -azure-storage-account-key...; did you mean"
                + " -azure-storage-account-key?"),
        arguments(
            "-azure-storage-account-key-file " + "MARKER".repeat(10) + "==",
            "argument 1: -azure-storage-account-key-file is <redacted>: it looks like a secret"
                + " itself, expected the path of a file"),
        arguments(
            "-azure-storage-account-key-file ?sv=1&sig=MARKER",
            "argument 1: -azure-storage-account-key-file is <redacted>: it looks like a secret"
                + " itself, expected the path of a file"),
        arguments(
            "-azure-storage-account-key-file accountname=a;accountkey=MARKER",
            "argument 1: -azure-storage-account-key-file is <redacted>: it looks like a secret"
                + " itself, expected the path of a file"),
        arguments(
            "-readonly=sv=1&sig=MARKER -volume /a",
            "argument 1: -readonly is <redacted>: expected true or false"),
        arguments(
            "-volume a\t,/b,",
            "argument 1: -volume is \"a\\u0009\": it has control characters, expected a path\n"
                + "argument 1: -volume is \"\": it is empty, expected a path"),
        arguments(
            "-readonly false -volume /a",
            "argument 2: \"false\" is not a flag; a switch is set by -readonly=false"),
        arguments(
            "-readonly=no -volume /a", "argument 1: -readonly is \"no\": expected true or false"),
        arguments(
            "readonly -volume /a",
            "argument 1: \"readonly\" is not a flag; did you mean -readonly?"),
        arguments(
            "-volume /a /b",
            "argument 3: \"/b\" is not a flag; every argument is a flag or the value of one"),
        arguments("-volume", "argument 1: -volume has no value; expected a path"),
        arguments("-volume=", "argument 1: -volume is \"\": it is empty, expected a path"),
        arguments(
            "-volume -readonly",
            "argument 1: -volume has no value, since -readonly is a flag; expected a path, or"
                + " -volume=-readonly"),
        arguments(
            "-volume disk0", "argument 1: -volume: root is \"disk0\"; expected an absolute path"),
        arguments(
            "-volume /a,disk1",
            "argument 1: -volume: root is \"disk1\"; expected an absolute path"),
        arguments(
            "-volume /a -- -volume /b",
            "argument 4: \"-volume\" stands behind --, where nothing is expected"),
        arguments(
            CONTAINER,
            "argument 1: -azure-storage-container-volume needs -azure-storage-account-name before"
                + " it"),
        arguments(
            CONTAINER + " " + AZURE,
            "argument 1: -azure-storage-container-volume needs -azure-storage-account-name before"
                + " it"),
        arguments(
            AZURE + CONTAINER,
            "argument 3: -azure-storage-container-volume: neither an account key nor a SAS token is"
                + " set; choose one"),
        arguments(
            KEYED + "-azure-sas-token sv=MARKER " + CONTAINER,
            "argument 7: -azure-storage-container-volume: storage-account-key-file and sas-token"
                + " are set; choose one"),
        arguments(
            "-azure-storage-acount-name a -azure-storage-account-key-file k " + CONTAINER,
            "argument 1: unknown flag -azure-storage-acount-name; did you mean"
                + " -azure-storage-account-name?"),
        arguments(
            AZURE + "-azure-storage-account-keyfile k " + CONTAINER,
            "argument 3: unknown flag -azure-storage-account-keyfile; did you mean"
                + " -azure-storage-account-key-file?"),
        arguments(
            "-azure-storage-account-key begin MARKER",
            "argument 3: <redacted> is not a flag; every argument is a flag or the value of one"),
        arguments(
            "-azure-request-timeout 30",
            "argument 1: -azure-request-timeout is \"30\": the unit is missing" + duration),
        arguments(
            "-azure-request-timeout 30sec",
            "argument 1: -azure-request-timeout is \"30sec\": expected"
                + duration.substring(", expected".length())),
        arguments(
            "-trash-lifetime 14d",
            "argument 1: -trash-lifetime is \"14d\":" + duration.substring(1)),
        arguments(
            "-trash-lifetime -1h",
            "argument 1: -trash-lifetime is \"-1h\": it is negative" + duration),
        arguments(
            "-blob-signature-ttl 2weeks",
            "argument 1: -blob-signature-ttl is \"2weeks\": expected a whole number of seconds, or"
                + " a duration, such as 1209600 or 336h"),
        arguments(
            "-azure-max-get-bytes 4mib",
            "argument 1: -azure-max-get-bytes is \"4mib\": the unit is unknown, did you mean MiB?,"
                + " expected a number of bytes from 1 to 64MiB, such as 67108864 or 64MiB"),
        arguments(
            "-azure-max-get-bytes 1GiB",
            "argument 1: -azure-max-get-bytes is \"1GiB\": expected a number of bytes from 1 to"
                + " 64MiB, such as 67108864 or 64MiB"),
        arguments(
            "-replication 0",
            "argument 1: -replication is \"0\": expected a whole number from 1 to 1000"),
        arguments(
            "-max-buffers 1_000",
            "argument 1: -max-buffers is \"1_000\": expected a whole number from 1 to 100000"),
        arguments(
            "-storage-classes hot,,new",
            "argument 1: -storage-classes is \"hot,,new\": expected names of letters, digits, dots,"
                + " underlines and dashes, with commas between them"),
        arguments(
            "-posix-durability FULL",
            "argument 1: -posix-durability is \"FULL\": did you mean full?, expected full or data-only or none"),
        arguments(
            "-redonly -vloume /a",
            "argument 1: unknown flag -redonly; did you mean -readonly?\n"
                + "argument 2: unknown flag -vloume; did you mean -volume?"));
  }

  @ParameterizedTest
  @MethodSource
  void flags(String line, String expected) {
    ConfigException thrown =
        assertThrows(ConfigException.class, () -> TestSchemas.flags(line.strip()));
    check("keepstore " + line.strip(), expected, thrown.getMessage());
  }

  static Stream<Arguments> maps() {
    String known = "; known types are azure, posix";
    return Stream.of(
        arguments(Map.of("root", "/a"), "volume 1: type is not set" + known),
        arguments(
            Map.of("type", "pozix"), "volume 1: type is \"pozix\"; did you mean posix?" + known),
        arguments(
            Map.of("type", "Directory"),
            "volume 1: type is \"Directory\"; did you mean posix?" + known),
        arguments(
            Map.of("typ", "posix", "root", "/a"),
            "volume 1: unknown key typ; did you mean type?" + known),
        arguments(Map.of("type", "posix"), "volume 1: root is not set; expected a path"),
        arguments(
            Map.of("type", "posix", "Root", "/a"),
            "volume 1: unknown key Root; did you mean root?; known keys are type, root, durability,"
                + " min-free, linked-directories, id, readonly, allow-trash-when-readonly,"
                + " serialize, replication, storage-classes, priority"),
        arguments(
            Map.of("type", "posix", "root", List.of("/a")),
            "volume 1: root is a list; expected one value"),
        arguments(
            Map.of("type", "posix", "root", "/a", "readonly", "yes"),
            "volume 1: readonly is \"yes\": expected true or false"),
        arguments(
            Map.of("type", "posix", "root", "/a", "replication", 1.5),
            "volume 1: replication is \"1.5\": expected a whole number from 1 to 1000"),
        arguments(
            Map.of("type", "posix", "root", "/a", "id", "disk 0"),
            "volume 1: id is \"disk 0\": expected 1 to 100 letters, digits, dots, underlines and"
                + " dashes"));
  }

  @ParameterizedTest
  @MethodSource
  void maps(Map<String, ?> volume, String expected) {
    ConfigException thrown =
        assertThrows(
            ConfigException.class, () -> VolumeMaps.parse(List.of(volume), TestSchemas.ALL));
    check(new TreeMap<>(volume).toString(), expected, thrown.getMessage());
  }

  static Stream<Arguments> keyFiles() {
    String white = "has white space inside; expected one secret and nothing else";
    return Stream.of(
        arguments("empty", "", "is empty"),
        arguments("white space alone", " \r\n", "is empty"),
        arguments(
            "byte order mark", "\uFEFFMARKER", "begins with a byte order mark; save it without"),
        arguments("NUL", "MARKER\0", "has a NUL character"),
        arguments("two keys", "MARKER\nMARKER\n", white),
        arguments("name and key", "key1: MARKER", white));
  }

  @ParameterizedTest
  @MethodSource
  void keyFiles(String mistake, String content, String expected) throws IOException {
    Path file = Files.write(dir.resolve("account.key"), content.getBytes(UTF_8));
    IOException thrown = assertThrows(IOException.class, () -> new SecretFile(file).read());
    check(
        "key file: " + mistake,
        "FILE " + expected,
        thrown.getMessage().replace(file.toString(), "FILE"));
  }

  static Stream<Arguments> warnings() {
    return Stream.of(
        arguments(
            "two line breaks",
            "MARKER\n\n",
            "rw-------",
            "has more than one line break; they were ignored"),
        arguments(
            "mode 644",
            "MARKER\r\n",
            "rw-r--r--",
            "can be read by others than its owner; use chmod 600"));
  }

  @ParameterizedTest
  @MethodSource
  void warnings(String mistake, String content, String mode, String expected) throws IOException {
    Path file = Files.writeString(dir.resolve("account.key"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    SecretFile.Content read = new SecretFile(file).read();
    assertEquals("MARKER", read.secret().reveal());
    String message = String.join("\n", read.warnings()).replace(file.toString(), "FILE");
    check("key file, warning: " + mistake, "FILE " + expected, message);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        arguments("missing", "no.key", "does not exist"),
        arguments("directory", ".", "is a directory; expected a file"),
        arguments("below a file", "a.key/inside", "cannot be read: what it is in is no directory"));
  }

  @ParameterizedTest
  @MethodSource
  void files(String mistake, String name, String expected) throws IOException {
    Files.writeString(dir.resolve("a.key"), "MARKER");
    Path file = dir.resolve(name);
    IOException thrown = assertThrows(IOException.class, () -> new SecretFile(file).read());
    check(
        "key file: " + mistake,
        "FILE " + expected,
        thrown.getMessage().replace(file.toString(), "FILE"));
  }

  @Test
  void aKeyFileWithAWindowsLineBreakIsNoMistake() throws IOException {
    Path file = Files.writeString(dir.resolve("account.key"), "MARKER==\r\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    SecretFile.Content read = new SecretFile(file).read();
    assertEquals("MARKER==", read.secret().reveal());
    check("key file: CRLF at its end", "", String.join("\n", read.warnings()));
  }

  @Test
  void aVolumeNamedTwice() throws ConfigException {
    String line = "-volume /a -readonly -volume /a";
    List<VolumeSpec> volumes = TestSchemas.flags(line).volumes();
    VolumeProviders providers = VolumeProviders.of(new TestProvider(TestSchemas.POSIX));
    ConfigException thrown =
        assertThrows(ConfigException.class, () -> providers.validate(volumes, warning -> {}));
    check(
        "keepstore " + line,
        "volume 2, posix{root=/a}: is volume 1 once more",
        thrown.getMessage());
  }

  @Test
  void twoProvidersOfOneType() {
    VolumeProvider provider = new TestProvider(TestSchemas.POSIX);
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> VolumeProviders.of(provider, provider));
    String jar = TestProvider.class.getProtectionDomain().getCodeSource().getLocation().toString();
    String one = TestProvider.class.getName() + " of JAR";
    check(
        "two providers of one type",
        "two providers have the type posix: "
            + one
            + " and "
            + one
            + "; remove one from the class path",
        thrown.getMessage().replace(jar, "JAR"));
  }

  @Test
  void twoProvidersOfOneFlag() {
    ConfigSchema other =
        ConfigSchema.ofVolume("shelf", "A shelf")
            .volumeKey(ConfigKey.string("board", "The board").withFlags("volume"))
            .build();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> VolumeProviders.of(new TestProvider(TestSchemas.POSIX), new TestProvider(other)));
    String jar = TestProvider.class.getProtectionDomain().getCodeSource().getLocation().toString();
    String one = TestProvider.class.getName() + " of JAR";
    check(
        "two providers of one flag",
        "the flag -volume is declared by posix and by shelf: "
            + one
            + " and "
            + one
            + "; remove one from the class path",
        thrown.getMessage().replace(jar, "JAR"));
  }

  static Stream<Arguments> flagWarnings() {
    return Stream.of(
        arguments(
            "-volume /a -readonly",
            "argument 3: -readonly has no effect, since no volume follows it"),
        arguments(
            AZURE + "-volume /a",
            "argument 1: -azure-storage-account-name has no effect, since no azure volume follows"
                + " it"),
        arguments("-volumes /a", "argument 1: -volumes is deprecated; use -volume"),
        arguments("-volume /a,/b", "argument 1: a list in -volume is deprecated; repeat the flag"));
  }

  @ParameterizedTest
  @MethodSource
  void flagWarnings(String line, String expected) throws ConfigException {
    String message = String.join("\n", TestSchemas.flags(line).warnings());
    check("keepstore " + line + " (warning)", expected, message);
  }
}
