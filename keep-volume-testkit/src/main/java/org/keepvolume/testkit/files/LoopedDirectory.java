// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.keepvolume.testkit.RawAccess.Injection;

/**
 * Puts a link that leads to itself where the last prefix directory could be: to open it fails, with
 * or without following links.
 */
final class LoopedDirectory {
  private static final int LAST = 0xfff;

  private LoopedDirectory() {}

  static Injection put(KeepDirectory directory) throws IOException {
    Path free = directory.root().resolve(name(LAST));
    for (int number = LAST - 1; Files.exists(free, NOFOLLOW_LINKS); number--) {
      free = directory.root().resolve(name(number));
    }
    Path link = Files.createSymbolicLink(free, free);
    return () -> {
      boolean unused = Files.deleteIfExists(link);
    };
  }

  private static String name(int number) {
    return HexFormat.of().toHexDigits(number, 3);
  }
}
