// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file that holds one secret, such as an account key.
 *
 * @param path where it is; relative to the working directory
 */
public record SecretFile(Path path) {
  /** No key or token is longer; a wrong file must not be read whole. */
  private static final int MOST_BYTES = 64 * 1024;

  /**
   * Checks the argument.
   *
   * @param path as given above
   */
  public SecretFile {
    requireNonNull(path, "path");
  }

  /**
   * What a file holds.
   *
   * @param secret the secret, without white space around it
   * @param warnings what a person should look at, without the secret; may be empty
   */
  public record Content(Secret secret, List<String> warnings) {}

  /**
   * Reads the file. White space around the secret is taken off, as the original does.
   *
   * @return the secret, and warnings: more than one line break around it, or a file that others may
   *     read
   * @throws IOException if it cannot be read, is larger than 64 KiB, or holds no single secret: it
   *     is empty, or has a byte order mark, a NUL or another control character, or white space
   *     inside. The message names the file and does not show what is in it.
   */
  public Content read() throws IOException {
    String text = decode(bytes());
    String secret = text.strip();
    if (text.startsWith("\uFEFF")) {
      throw wrong("begins with a byte order mark; save it without");
    }
    if (secret.isEmpty()) {
      throw wrong("is empty");
    }
    if (secret.indexOf('\0') >= 0) {
      throw wrong("has a NUL character");
    }
    if (secret.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
      throw wrong("has white space inside; expected one secret and nothing else");
    }
    if (secret.chars().anyMatch(Character::isISOControl)) {
      throw wrong("has a control character");
    }
    return new Content(Secret.of(secret), warnings(text));
  }

  private byte[] bytes() throws IOException {
    if (Files.isDirectory(path)) {
      throw wrong("is a directory; expected a file");
    }
    if (isBelowFile()) {
      throw wrong("cannot be read: what it is in is no directory");
    }
    if (Files.notExists(path)) { // it may be in a directory that nobody lets us search
      throw wrong(
          "does not exist"
              + (path.isAbsolute() ? "" : ", seen from " + Path.of("").toAbsolutePath()));
    }
    byte[] bytes;
    // Not by its size: a pipe or device has none.
    try (InputStream file = Files.newInputStream(path)) {
      bytes = file.readNBytes(MOST_BYTES + 1);
    } catch (AccessDeniedException e) {
      throw new IOException(path + " cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new IOException(path + " cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length > MOST_BYTES) {
      throw wrong("is larger than " + MOST_BYTES + " bytes; expected one secret");
    }
    return bytes;
  }

  private boolean isBelowFile() {
    Path parent = path.getParent();
    return parent != null && Files.exists(parent) && !Files.isDirectory(parent);
  }

  private String decode(byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw wrong("is not text in UTF-8");
    }
  }

  private List<String> warnings(String text) throws IOException {
    List<String> warnings = new ArrayList<>();
    if (text.chars().filter(c -> c == '\n').count() > 1) {
      warnings.add(path + " has more than one line break; they were ignored");
    }
    if (isReadByOthers()) {
      warnings.add(path + " can be read by others than its owner; use chmod 600");
    }
    return List.copyOf(warnings);
  }

  private boolean isReadByOthers() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return false; // a file system without modes
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    return permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.GROUP_READ);
  }

  private IOException wrong(String what) {
    return new IOException(path + " " + what);
  }
}
