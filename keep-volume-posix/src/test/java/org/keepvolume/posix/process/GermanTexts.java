// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The C library's messages in German, which reach Java as they are. */
final class GermanTexts {
  private static final List<Path> FILES =
      List.of(
          Path.of("/usr/share/i18n/locales/de_DE"),
          Path.of("/usr/share/locale/de/LC_MESSAGES/libc.mo"));

  static final String FULL = "Auf dem Gerät ist kein Speicherplatz mehr verfügbar";
  static final String READ_ONLY = "Das Dateisystem ist nur lesbar";

  private GermanTexts() {}

  /**
   * Returns what starts a command in a German locale, which need not be installed.
   *
   * @param scratch where the locale is made
   */
  static List<String> launcher(Path scratch) throws IOException {
    for (Path file : FILES) {
      if (!Files.exists(file)) {
        throw new AssertionError(
            file + " is missing: apt-get install locales libc-l10n; see CONTRIBUTING.md");
      }
    }
    Tools.require("localedef", "libc-bin");
    Tools.require("env", "coreutils");
    Path locale = scratch.resolve("de_DE.UTF-8");
    Process localedef =
        new ProcessBuilder("localedef", "-i", "de_DE", "-f", "UTF-8", locale.toString())
            .inheritIO()
            .start();
    int code = localedef.onExit().join().exitValue();
    if (code != 0) {
      throw new AssertionError("localedef ended with " + code);
    }
    return List.of("env", "LOCPATH=" + scratch, "LC_ALL=de_DE.UTF-8");
  }
}
