// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.annotation.Nullable;

/**
 * Takes whole lines from a stream: the rest of one whose writer was killed is no line.
 *
 * <p>For one thread. A line may hold a block, which a reader that goes by characters makes slow.
 */
final class LineInput {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;

  LineInput(InputStream in) {
    this.in = in;
  }

  /** Returns the next line without its line break, or null once the stream ends without another. */
  @Nullable
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, position, end - position);
      position = end + 1;
      if (end < limit) {
        return line.toString(UTF_8);
      }
      position = 0;
      limit = in.read(buffer);
      if (limit < 0) {
        limit = 0;
        return null;
      }
    }
  }
}
