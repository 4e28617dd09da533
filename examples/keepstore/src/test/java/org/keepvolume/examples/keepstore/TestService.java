// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.annotation.Nullable;
import org.keepvolume.Volume;
import org.keepvolume.config.Secret;
import org.keepvolume.examples.keepstore.http.FinishedRequest;
import org.keepvolume.examples.keepstore.http.HttpServer;
import org.keepvolume.examples.keepstore.http.HttpSettings;
import org.keepvolume.examples.keepstore.http.RequestId;
import org.keepvolume.examples.keepstore.http.RequestListener;
import org.keepvolume.examples.keepstore.http.TransferLimits;
import org.keepvolume.examples.keepstore.protocol.Backend;
import org.keepvolume.examples.keepstore.protocol.ManagementToken;
import org.keepvolume.examples.keepstore.protocol.MountedVolume;
import org.keepvolume.examples.keepstore.protocol.Routes;
import org.keepvolume.examples.keepstore.protocol.Signatures;
import org.keepvolume.examples.keepstore.protocol.SystemToken;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.Mount;
import org.keepvolume.store.MountOptions;

/** The service in this JVM, on a free port, over volumes of a test's choice. */
public final class TestService implements AutoCloseable {
  /** Of those who may list and delete. */
  public static final String SYSTEM_TOKEN = "the-system-token";

  /** How a service of a test differs from an ordinary one. Not for two services at once. */
  public static final class Builder {
    private final BlockStoreBuilder store = BlockStore.builder();
    private @Nullable String systemToken = SYSTEM_TOKEN;
    private @Nullable String managementToken;
    private @Nullable Signatures signatures;
    private boolean enforced;
    private boolean deletes = true;
    private long bufferBytes = 3L * Volume.MAX_BLOCK_SIZE;
    private Duration queueLimit = Duration.ofSeconds(30);
    private int maxRequests = 16;
    private int maxWaiting = 64;
    private TransferLimits limits = new TransferLimits(Duration.ofSeconds(30), 1 << 10);
    private Duration drain = Duration.ofSeconds(10);

    private Builder() {}

    public Builder mount(Volume volume, MountOptions options) {
      store.mount(volume, options);
      return this;
    }

    public Builder systemToken(@Nullable String token) {
      systemToken = token;
      return this;
    }

    public Builder managementToken(String token) {
      managementToken = token;
      return this;
    }

    public Builder signatures(
        String key, Duration lifetime, boolean withLifetime, InstantSource clock, boolean enforce) {
      signatures = new Signatures(Secret.of(key), lifetime, withLifetime, clock);
      enforced = enforce;
      return this;
    }

    public Builder deletes(boolean allowed) {
      deletes = allowed;
      return this;
    }

    public Builder bufferBytes(long bytes, Duration longestWait) {
      bufferBytes = bytes;
      queueLimit = longestWait;
      return this;
    }

    public Builder maxRequests(int most, int mostWaiting) {
      maxRequests = most;
      maxWaiting = mostWaiting;
      return this;
    }

    public Builder limits(TransferLimits limits) {
      this.limits = limits;
      return this;
    }

    public Builder drain(Duration drain) {
      this.drain = drain;
      return this;
    }

    public TestService start() throws IOException {
      return new TestService(this);
    }
  }

  private final BufferPool buffers;
  private final BlockStore store;
  private final HttpServer server;
  private final List<FinishedRequest> finished = new CopyOnWriteArrayList<>();

  private TestService(Builder made) throws IOException {
    buffers = BufferPool.ofBytes(made.bufferBytes, made.queueLimit);
    Watchers watchers = new Watchers(Duration.ofSeconds(10), made.maxRequests);
    store = made.store.buffers(buffers).observer(watchers.ofVolumes()).build();
    List<MountedVolume> volumes = new ArrayList<>();
    for (Mount mount : store.mounts()) {
      volumes.add(new MountedVolume(mount, "label of " + mount.id(), "place of " + mount.id()));
    }
    Backend backend =
        new Backend(
            store,
            volumes,
            buffers,
            new SystemToken(Optional.ofNullable(made.systemToken).map(Secret::of)),
            new ManagementToken(Optional.ofNullable(made.managementToken).map(Secret::of)),
            Optional.ofNullable(made.signatures),
            made.enforced,
            made.deletes);
    server =
        new HttpServer(
            new HttpSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                made.maxRequests,
                made.maxWaiting,
                made.queueLimit,
                made.limits,
                made.drain),
            new Routes(backend, watchers.metricsPage(backend), watchers.statusPage(backend)),
            Routes::turn,
            listener(watchers.ofRequests()));
    server.start();
  }

  public static Builder builder() {
    return new Builder();
  }

  private RequestListener listener(RequestListener next) {
    return new RequestListener() {
      @Override
      public void started(RequestId id) {
        next.started(id);
      }

      @Override
      public void finished(FinishedRequest request) {
        next.finished(request);
        finished.add(request);
      }
    };
  }

  public int port() {
    return server.port();
  }

  public BlockStore store() {
    return store;
  }

  public BufferPool buffers() {
    return buffers;
  }

  public HttpServer server() {
    return server;
  }

  /** Returns the requests that have ended, in that order. */
  public List<FinishedRequest> finished() {
    return finished;
  }

  @Override
  public void close() throws IOException {
    try (buffers;
        store;
        server) {
      var unused = finished.size();
    }
  }
}
