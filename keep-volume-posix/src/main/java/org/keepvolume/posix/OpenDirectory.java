// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;

/** A directory stream whose close throws nothing but what it declares. */
record OpenDirectory<S extends DirectoryStream<Path>>(S stream) implements Closeable {
  @Override
  public void close() throws IOException {
    Undeclared.caught(stream::close);
  }
}
