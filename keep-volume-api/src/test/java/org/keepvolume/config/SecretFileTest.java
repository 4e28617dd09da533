// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that hold one secret: what people put into them, and what is made of it. */
final class SecretFileTest {
  private static final String KEY = "t3wfMAZ4/MARKER==";

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = dir.resolve("account.key");
  }

  private SecretFile holding(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new SecretFile(file);
  }

  private SecretFile holding(String text) throws IOException {
    return holding(text.getBytes(UTF_8));
  }

  private String refused(String text) throws IOException {
    return refused(holding(text));
  }

  private String refused(SecretFile secret) {
    String message = assertThrows(IOException.class, secret::read).getMessage();
    assertFalse(message.contains("MARKER"), message);
    return message.replace(file.toString(), "FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", " ", "\t\n", "\r"})
  void oneLineBreakOrOtherWhiteSpaceAtTheEndIsTakenOff(String end) throws IOException {
    SecretFile.Content content = holding(KEY + end).read();
    assertEquals(KEY, content.secret().reveal());
    assertEquals(List.of(), content.warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n\n", "\r\n\r\n", "\n \n"})
  void moreLineBreaksAreWarnedAbout(String end) throws IOException {
    SecretFile.Content content = holding(KEY + end).read();
    assertEquals(KEY, content.secret().reveal());
    assertEquals(
        List.of(file + " has more than one line break; they were ignored"), content.warnings());
    assertFalse(content.toString().contains("MARKER"));
  }

  @Test
  void whatIsNoSingleSecretIsRefused() throws IOException {
    assertEquals("FILE is empty", refused(""));
    assertEquals("FILE is empty", refused(" \r\n\n"));
    assertEquals(
        "FILE begins with a byte order mark; save it without", refused("\uFEFF" + KEY + "\n"));
    assertEquals("FILE has a NUL character", refused("MARKER\0MARKER"));
    assertEquals("FILE has a NUL character", refused(KEY + "\0"));
    assertEquals("FILE has a control character", refused("MARKER\u001b[A"));
    String white = "FILE has white space inside; expected one secret and nothing else";
    assertEquals(white, refused("MARKER MARKER"));
    assertEquals(white, refused("MARKER\nMARKER\n"));
    assertEquals(white, refused("MARKER\r\nMARKER\r\n"));
    assertEquals(white, refused("MARKER\u00a0MARKER"));
    assertEquals(
        "FILE is not text in UTF-8", refused(holding("MARKER\u00e4".getBytes(ISO_8859_1))));
    assertEquals("FILE is not text in UTF-8", refused(holding(KEY.getBytes(UTF_16))));
  }

  @Test
  void aWrongFileIsNotReadWhole() throws IOException {
    String most = "k".repeat(64 * 1024);
    assertEquals(most, holding(most).read().secret().reveal());
    assertEquals("FILE is larger than 65536 bytes; expected one secret", refused(most + "\n"));
    Path zeros = Path.of("/dev/zero");
    assertEquals(
        "/dev/zero is larger than 65536 bytes; expected one secret",
        refused(new SecretFile(zeros)));
  }

  @Test
  void aMissingFileAndADirectoryAreToldApart() {
    assertEquals("FILE does not exist", refused(new SecretFile(file)));
    assertEquals(
        dir + " is a directory; expected a file",
        refused(new SecretFile(dir)).replace("FILE", file.toString()));
    assertEquals(
        "no/such.key does not exist, seen from " + Path.of("").toAbsolutePath(),
        refused(new SecretFile(Path.of("no/such.key"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
  void aFileThatOthersMayReadIsWarnedAbout(String mode) throws IOException {
    SecretFile secret = holding(KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertEquals(
        List.of(file + " can be read by others than its owner; use chmod 600"),
        secret.read().warnings());
  }

  @Test
  void aFileThatMayNotBeReadIsRefused() throws IOException {
    SecretFile secret = holding(KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-w-------"));
    assumeFalse(Files.isReadable(file), "the superuser may read everything");
    assertEquals("FILE cannot be read: permission denied", refused(secret));
  }

  @Test
  void aFileThatMayBeThereIsNotSaidToBeMissing() throws IOException {
    SecretFile inFile = new SecretFile(holding(KEY).path().resolve("inside"));
    assertEquals("FILE/inside cannot be read: what it is in is no directory", refused(inFile));
    Path closed = Files.createDirectory(dir.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
    assumeFalse(Files.isExecutable(closed), "the superuser may search everything");
    assertEquals(
        closed + "/a.key cannot be read: permission denied",
        refused(new SecretFile(closed.resolve("a.key"))));
  }

  @Test
  void aLinkIsFollowed() throws IOException {
    SecretFile unused = holding(KEY);
    Path link = Files.createSymbolicLink(dir.resolve("link"), file);
    assertEquals(KEY, new SecretFile(link).read().secret().reveal());
  }
}
