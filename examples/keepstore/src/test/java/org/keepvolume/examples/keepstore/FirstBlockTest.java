// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.MountOptions;

class FirstBlockTest {
  @TempDir private Path root;

  @Test
  void blockThatWasPutIsSentBack() throws Exception {
    byte[] block = "foo".getBytes(UTF_8);
    String path = "/" + BlockHash.of(block);
    try (TestService service =
            TestService.builder().mount(PosixVolume.open(root), MountOptions.defaults()).start();
        RawConnection client = new RawConnection(service.port())) {
      RawConnection.Answer put = client.request("PUT", path, Map.of(), block).answer();
      assertEquals(200, put.status(), put.text());
      assertEquals(path.substring(1) + "+3\n", put.text());
      assertEquals(
          ByteBuffer.wrap(block),
          client.request("GET", path, Map.of(), new byte[0]).answer().body());
    }
  }
}
