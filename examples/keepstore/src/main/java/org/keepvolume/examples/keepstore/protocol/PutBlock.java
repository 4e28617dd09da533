// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.keepvolume.Volume;
import org.keepvolume.WriteResult;
import org.keepvolume.examples.keepstore.http.Endpoint;
import org.keepvolume.examples.keepstore.http.HttpCall;
import org.keepvolume.examples.keepstore.http.Refusal;
import org.keepvolume.store.PooledBuffer;
import org.keepvolume.store.WriteOptions;

/** Stores the block that a client sends, if it has the hash that the client says. */
final class PutBlock implements Endpoint {
  private final Backend backend;
  private final LocatorPath locator;

  PutBlock(Backend backend, LocatorPath locator) {
    this.backend = backend;
    this.locator = locator;
  }

  @Override
  public void serve(HttpCall call) throws IOException, Refusal {
    refuseEarly(call);
    call.watchClient(); // of the empty block nothing is read, at whose end a watch would begin
    WriteOptions options = WriteOptions.defaults().withHash(locator.hash());
    WriteResult stored;
    try {
      stored =
          call.length() < 0
              ? writeChunks(call, options)
              : backend.store().write(call.body(), (int) call.length(), options);
    } catch (IOException e) {
      throw StoreErrors.ofWrite(e);
    }
    String address = stored.locator().toString();
    if (backend.signatures().isPresent() && call.token().isPresent()) {
      address = backend.signatures().get().sign(address, call.token().get());
    }
    call.set("X-Keep-Replicas-Stored", Integer.toString(stored.replicas()));
    call.text(200, address + "\n");
  }

  /** Refuses what is refused whatever the body is, before it is asked for. */
  private void refuseEarly(HttpCall call) throws Refusal {
    if (call.length() < 0 && !call.isChunked()) {
      throw new Refusal(411, "Missing Content-Length");
    }
    if (call.length() > Volume.MAX_BLOCK_SIZE) {
      throw tooLarge();
    }
    if (backend.volumes().stream().noneMatch(MountedVolume::takesWrites)) {
      throw new Refusal(503, "Full");
    }
  }

  private static Refusal tooLarge() {
    return new Refusal(413, "Block is too large");
  }

  /** Stores a block of which nobody knows the size before its end. */
  private WriteResult writeChunks(HttpCall call, WriteOptions options) throws IOException, Refusal {
    try (PooledBuffer lent = backend.buffers().take(Volume.MAX_BLOCK_SIZE)) {
      ByteBuffer data = lent.buffer().clear().limit(Volume.MAX_BLOCK_SIZE);
      ByteBuffer more = ByteBuffer.allocate(1);
      while (call.body().read(data.hasRemaining() ? data : more) >= 0) {
        if (!more.hasRemaining()) {
          throw tooLarge();
        }
      }
      return backend.store().write(data.flip(), options);
    } catch (TimeoutException e) {
      throw new Refusal(503, "Volume backend busy", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "Shutting down", e);
    }
  }
}
