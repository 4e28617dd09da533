// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.keepvolume.config.ConfigException;
import org.keepvolume.config.ConfigProblem;

/** A check cannot be made; the message, a line for each mistake, says why and what to do. */
final class CheckException extends Exception {
  private static final long serialVersionUID = 1L;

  CheckException(String message) {
    super(message);
  }

  CheckException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Tells mistakes of a file, each with the file's name before it. */
  static CheckException in(Path file, ConfigException mistakes) {
    return new CheckException(
        mistakes.problems().stream()
            .map(problem -> new ConfigProblem(file.toString(), problem.toString()).toString())
            .collect(Collectors.joining("\n")),
        mistakes);
  }
}
