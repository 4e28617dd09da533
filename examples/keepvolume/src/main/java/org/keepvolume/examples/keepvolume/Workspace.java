// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory that a check works in, removed when it ends, by a signal too.
 *
 * <p>Only a kill that a process cannot notice leaves it behind; its name says what it is.
 */
final class Workspace implements AutoCloseable {
  private final Path directory;
  private final Thread hook;

  private Workspace(Path directory) {
    this.directory = directory;
    hook =
        new Thread(
            () -> {
              try {
                remove();
              } catch (IOException e) {
                throw new UncheckedIOException(directory + " is left behind", e);
              }
            },
            "remove the check's directory");
  }

  static Workspace create(Path parent) throws IOException {
    Workspace workspace = new Workspace(Files.createTempDirectory(parent, "keepvolume-check-"));
    Runtime.getRuntime().addShutdownHook(workspace.hook);
    return workspace;
  }

  /** Returns where the work goes. */
  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    remove();
    var unused = Runtime.getRuntime().removeShutdownHook(hook);
  }

  /** Renames it first: tests that still run, when a signal ends them, must not put more into it. */
  private void remove() throws IOException {
    Path leaving = directory.resolveSibling(directory.getFileName() + ".leaving");
    if (Files.exists(directory)) {
      Files.move(directory, leaving, ATOMIC_MOVE);
      MoreFiles.deleteRecursively(leaving, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
