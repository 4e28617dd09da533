// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import org.keepvolume.VolumeException;

/** A directory stream, of which a close that fails is a failure of the call. */
record OpenDirectory<S extends DirectoryStream<Path>>(Call call, Path directory, S stream)
    implements AutoCloseable {
  @Override
  public void close() throws VolumeException {
    try {
      Undeclared.caught(stream::close);
    } catch (IOException e) {
      throw call.failed(e, directory);
    }
  }
}
