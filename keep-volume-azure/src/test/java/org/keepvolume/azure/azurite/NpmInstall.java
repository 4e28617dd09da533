// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.azure.azurite;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Azurite's files in {@code .azurite/<version>}, complete or absent.
 *
 * <p>One JVM at a time installs, holding a lock of the system; npm works in a directory beside the
 * one that is then renamed, so that what was broken off is never taken for an installation.
 */
final class NpmInstall {
  private static final String BLOB_SERVICE = "node_modules/azurite/dist/src/blob/main.js";

  /** Far above what it takes; an npm that waits for a registry for ever ends by it. */
  private static final long LIMIT_MINUTES = 10;

  private final Surroundings surroundings;
  private final Path home;

  NpmInstall(Surroundings surroundings) {
    this.surroundings = surroundings;
    home = surroundings.repository().resolve(".azurite");
  }

  /**
   * Returns the script of the blob service, which this call installs if it must.
   *
   * @throws IllegalStateException if npm is missing, with the remedies
   * @throws IOException if npm failed, with its output
   */
  Path blobService() throws IOException {
    Path installed = home.resolve(surroundings.version());
    Path script = installed.resolve(BLOB_SERVICE);
    if (Files.exists(script)) {
      return script;
    }
    Path npm = surroundings.program("npm");
    Files.createDirectories(home);
    try (FileChannel file =
        FileChannel.open(
            home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Closing the file gives the lock back.
      var unused = file.lock();
      if (!Files.exists(script)) {
        removeBrokenOff();
        Path directory = Files.createTempDirectory(home, "unfinished-");
        install(npm, directory);
        Files.move(directory, installed, StandardCopyOption.ATOMIC_MOVE);
      }
      return script;
    }
  }

  private void install(Path npm, Path directory) throws IOException {
    List<String> command =
        List.of(
            npm.toString(),
            "install",
            "--prefix",
            directory.toString(),
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
            "azurite@" + surroundings.version());
    Path output = directory.resolve("npm.log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    // Unlike waitFor it is not disturbed by an interrupt.
    boolean ended =
        process
            .onExit()
            .thenApply(any -> true)
            .completeOnTimeout(false, LIMIT_MINUTES, TimeUnit.MINUTES)
            .join();
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      throw new IOException(
          "%s %s: %s"
              .formatted(
                  String.join(" ", command),
                  ended ? "ended with " + process.exitValue() : "did not end in time",
                  Files.readString(output).strip()));
    }
    if (!Files.exists(directory.resolve(BLOB_SERVICE))) {
      throw new IOException(
          "azurite@" + surroundings.version() + " has no " + BLOB_SERVICE + " in " + directory);
    }
  }

  /** Removes what JVMs have left that were killed, and failed installations. */
  private void removeBrokenOff() throws IOException {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(home, "unfinished-*")) {
      for (Path directory : unfinished) {
        MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    }
  }
}
