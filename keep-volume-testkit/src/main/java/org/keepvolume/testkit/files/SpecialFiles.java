// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keepvolume.BlockHash;
import org.keepvolume.testkit.RawAccess.SpecialObject;

/** Puts what is no plain file under blocks' names. */
record SpecialFiles(KeepDirectory directory, Path elsewhere) {
  List<SpecialObject> all() {
    return List.of(
        new SpecialObject("directory", hash -> Files.createDirectory(directory.prepared(hash))),
        new SpecialObject("symbolic link", this::link),
        new SpecialObject("FIFO", hash -> Programs.run("coreutils", "mkfifo", path(hash))));
  }

  /** The link leads to a good file, so that a volume that follows it is content. */
  private void link(BlockHash hash) throws IOException {
    Path target = Files.write(elsewhere.resolve(hash.toString()), new byte[10]);
    Files.createSymbolicLink(directory.prepared(hash), target);
  }

  private String path(BlockHash hash) throws IOException {
    return directory.prepared(hash).toString();
  }
}
