// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepvolume.FuzzRun;

/** Any file gives one secret, or a complaint that names the file and does not show the content. */
final class SecretFileFuzzTest {
  @TempDir Path dir;

  private static Stream<String> saved() throws IOException {
    return FuzzRun.saved(SecretFileFuzzTest.class, "fuzz-key-files.txt");
  }

  private void check(byte[] bytes) {
    Path file = dir.resolve("account.key");
    try {
      Files.write(file, bytes);
      SecretFile.Content content = read(file);
      if (content != null) {
        String secret = content.secret().reveal();
        assertFalse(secret.isEmpty() || secret.chars().anyMatch(Character::isWhitespace), secret);
        assertFalse(content.toString().contains(ConfigOracle.MARKER), "the secret is shown");
        content.warnings().forEach(ConfigOracle::checkText);
        Files.writeString(file, " " + secret + "\n");
        assertEquals(content.secret(), new SecretFile(file).read().secret());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SecretFile.Content read(Path file) {
    try {
      return new SecretFile(file).read();
    } catch (IOException e) {
      ConfigOracle.checkText(e.getMessage());
      assertTrue(e.getMessage().startsWith(file + " "), e.getMessage());
      return null;
    }
  }

  @ParameterizedTest
  @MethodSource("saved")
  void savedInputs(String text) {
    check(text.getBytes(UTF_8));
    check(text.getBytes(UTF_16LE));
  }

  @Test
  void randomInputs() throws IOException {
    List<String> saved = saved().toList();
    FuzzRun.repeat(
        random -> {
          byte[] bytes =
              FuzzRun.mutate(random, saved.get(random.nextInt(saved.size()))).getBytes(UTF_8);
          if (random.nextInt(10) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          }
          check(bytes);
        });
  }
}
