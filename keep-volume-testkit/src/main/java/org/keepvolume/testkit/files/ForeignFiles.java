// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts files that are not the volume's, with names as like those of its files as can be. */
final class ForeignFiles {
  private static final String HASH = "d41d8cd98f00b204e9800998ecf8427e";
  private static final String UPPER = HASH.toUpperCase(Locale.ROOT);
  private static final String DIGITS_31 = HASH.substring(0, 31);
  private static final String IN = HASH.substring(0, 3) + '/';

  /** Older than every deadline and every residue. */
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-01-01T00:00:00Z"));

  private static final List<String> FILES =
      List.of(
          // Like blocks.
          IN + UPPER,
          IN + DIGITS_31,
          IN + HASH + '0',
          IN + DIGITS_31 + 'g',
          IN + HASH + '\n',
          IN + ' ' + HASH,
          IN + HASH + ".bak",
          IN + '.' + HASH,
          "000/" + HASH,
          HASH,
          // Like trashed copies.
          IN + HASH + ".trash.x",
          IN + HASH + ".trash.-1",
          IN + HASH + ".trash.",
          IN + HASH + ".trash.1.5",
          IN + HASH + ".trash.1~",
          IN + HASH + ".trash.99999999999999999999",
          IN + HASH + ".TRASH.1",
          IN + HASH + "-trash.1",
          IN + UPPER + ".trash.1",
          IN + DIGITS_31 + ".trash.1",
          IN + ".trash.1",
          // Like unfinished blocks.
          IN + "tmp",
          IN + "tmp0123456789",
          IN + "tmp" + UPPER + "0123456789",
          IN + "tmp" + HASH + "x",
          IN + "TMP" + HASH + "0123456789",
          IN + "xtmp" + HASH + "0123456789",
          "tmp" + HASH + "0123456789",
          // Like prefix directories, as files and as directories.
          "d4g",
          "d4",
          "d41d",
          "D4F",
          ".d4",
          "D41/" + HASH,
          "d41.old/" + HASH,
          "lost+found/" + HASH,
          // What others leave in any directory.
          ".hidden",
          IN + ".nfs000000000000000100000001",
          IN + "notes.txt",
          IN + "directory/" + HASH);

  private ForeignFiles() {}

  /** Returns the names of files and of directories that are foreign themselves. */
  static List<String> put(KeepDirectory directory) throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : FILES) {
      Path file = directory.root().resolve(name);
      Path parent = file.getParent();
      Files.createDirectories(parent);
      if (!parent.equals(directory.root()) && !directory.isPrefixDirectory(parent)) {
        names.add(directory.name(parent));
      }
      var unused = Files.setLastModifiedTime(Files.write(file, new byte[3]), LONG_AGO);
      names.add(name);
    }
    return names;
  }
}
