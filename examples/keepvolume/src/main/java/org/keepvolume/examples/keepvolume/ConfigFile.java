// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;
import org.keepvolume.config.VolumeSchemas;
import org.keepvolume.config.VolumeSpec;

/**
 * A file of YAML that names volumes.
 *
 * @param path where it is; relative to the working directory
 */
record ConfigFile(Path path) {
  /** No configuration is longer; a wrong file must not be read whole. */
  private static final int MOST_BYTES = 1024 * 1024;

  /**
   * Reads the volumes.
   *
   * @throws CheckException with all mistakes, each of which names the file
   */
  List<VolumeSpec> volumes(VolumeSchemas schemas) throws CheckException {
    try {
      return FileForms.volumes(Yaml.read(decode(bytes())), schemas);
    } catch (ConfigException e) {
      throw CheckException.in(path, e);
    }
  }

  private byte[] bytes() throws ConfigException {
    if (Files.isDirectory(path)) {
      throw wrong("is a directory; expected a file");
    }
    Path parent = path.getParent();
    if (parent != null && Files.exists(parent) && !Files.isDirectory(parent)) {
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
    } catch (IOException e) {
      throw wrong("cannot be read: " + reason(e));
    }
    if (bytes.length > MOST_BYTES) {
      throw wrong("is larger than 1 MiB; expected a configuration of volumes");
    }
    return bytes;
  }

  /** Says why a file cannot be read, in other words than the name of an exception. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : String.valueOf(e.getMessage());
  }

  private static String decode(byte[] bytes) throws ConfigException {
    CharsetDecoder decoder = UTF_8.newDecoder(); // reports what it cannot decode
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (decoder.decode(in, out, true).isError()) {
      long line = new String(bytes, 0, in.position(), UTF_8).chars().filter(c -> c == '\n').count();
      throw Yaml.mistake("line " + (line + 1), "is not text in UTF-8");
    }
    return out.flip().toString();
  }

  private static ConfigException wrong(String what) {
    return new ConfigException(List.of(new ConfigProblem("", what)));
  }
}
