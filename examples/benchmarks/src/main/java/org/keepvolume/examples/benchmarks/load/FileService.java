// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.keepvolume.BlockHash;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.FinishedRequest;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.HttpServer;
import org.keepvolume.examples.keepstore.http.HttpSettings;
import org.keepvolume.examples.keepstore.http.RequestId;
import org.keepvolume.examples.keepstore.http.RequestListener;
import org.keepvolume.examples.keepstore.http.TransferLimits;
import org.keepvolume.examples.keepstore.http.Turn;
import org.keepvolume.examples.keepstore.log.Logging;

/**
 * A baseline for small blocks: keepstore's HTTP server with one of two programs of few lines behind
 * it.
 */
public final class FileService implements Endpoint {
  private static final int REQUESTS = 128;
  private static final int MAX_BLOCK = 1 << 20;

  private final FileProgram files;
  private final ThreadLocal<ByteBuffer> block =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(MAX_BLOCK));

  private FileService(FileProgram files) {
    this.files = files;
  }

  /**
   * Prints its port and serves until it is killed.
   *
   * @param args the directory of the blocks, whether they are to be durable, and whether the
   *     program is the bare one
   */
  public static void main(String[] args) throws Exception {
    Logging.start(false, OutputStream.nullOutputStream()); // else the server tells all it does
    Path root = Path.of(args[0]);
    boolean durable = Boolean.parseBoolean(args[1]);
    boolean bare = Boolean.parseBoolean(args[2]);
    FileService service =
        new FileService(bare ? new FileBlocks(root, durable) : FilesByHand.in(root, durable));
    HttpServer server =
        new HttpServer(
            new HttpSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                REQUESTS,
                REQUESTS,
                Duration.ofMinutes(1),
                new TransferLimits(Duration.ofSeconds(30), 1),
                Duration.ofSeconds(1)),
            call -> service,
            path -> Turn.WAITS,
            new NoListener());
    server.start();
    System.out.println(server.port());
  }

  @Override
  public void serve(HttpCall call) throws IOException {
    BlockHash hash = BlockHash.parse(call.path().substring(1));
    ByteBuffer data = block.get().clear();
    if (call.method().equals("GET")) {
      files.read(hash, data);
      data.flip();
      call.answer(200, "application/octet-stream", data.remaining()).write(data, true);
    } else {
      data.limit((int) call.length());
      while (data.hasRemaining()) {
        if (call.body().read(data) < 0) {
          throw new IOException("the body ended early");
        }
      }
      files.write(hash, data.flip());
      call.text(200, hash + "\n");
    }
  }

  /** Logs nothing. */
  private static final class NoListener implements RequestListener {
    @Override
    public void started(RequestId id) {}

    @Override
    public void finished(FinishedRequest request) {}
  }
}
