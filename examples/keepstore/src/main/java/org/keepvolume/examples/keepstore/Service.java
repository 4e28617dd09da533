// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.annotation.Nullable;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.config.VolumeSpec;
import org.keepvolume.examples.keepstore.http.HttpServer;
import org.keepvolume.examples.keepstore.protocol.Backend;
import org.keepvolume.examples.keepstore.protocol.MountedVolume;
import org.keepvolume.examples.keepstore.protocol.Routes;
import org.keepvolume.spi.VolumeProviders;
import org.keepvolume.store.BlockStore;
import org.keepvolume.store.BlockStoreBuilder;
import org.keepvolume.store.BufferPool;
import org.keepvolume.store.Mount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: a store, an HTTP server on it, and the sweeper. */
final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /**
   * How long a stop waits for a start that it breaks off, and for the rest once the HTTP server is
   * closed. Volumes that answer are opened and closed in milliseconds; one that is slow gets this,
   * and one that hangs no more.
   */
  static final Duration LONGEST_CLOSING = Duration.ofSeconds(10);

  private final Duration longestClosing;
  private final AtomicReference<PidFile> pidFile = new AtomicReference<>();
  private final Parts parts = new Parts();
  private final CountDownLatch startEnded = new CountDownLatch(1);
  private volatile boolean starting;
  private volatile boolean stopped;

  /** Whom a stop interrupts: who opens volumes and listens. */
  private volatile @Nullable Thread opener;

  /** Of the volume that is being opened. */
  private volatile @Nullable String opening;

  private volatile @Nullable Watchers watchers;

  /** Once it listens. */
  private volatile @Nullable HttpServer server;

  /** Makes a service that has nothing open, and may be stopped before it is started. */
  Service() {
    this(LONGEST_CLOSING);
  }

  /** Makes one whose stop waits so long for a start, and for all but the HTTP server. */
  Service(Duration longestClosing) {
    this.longestClosing = longestClosing;
  }

  /**
   * Starts the service.
   *
   * @param settings what the command line says
   * @param providers the types of volumes
   * @return the service, which listens
   * @throws StartException if a volume cannot be opened or the address not be listened on; nothing
   *     is left open
   */
  static Service start(Settings settings, VolumeProviders providers) throws StartException {
    Service service = new Service();
    service.begin(settings, providers);
    return service;
  }

  /**
   * Starts this service, once.
   *
   * @throws StartException as {@link #start} says, or if it was stopped meanwhile
   */
  void begin(Settings settings, VolumeProviders providers) throws StartException {
    starting = true;
    try {
      checkNotStopped();
      openAll(settings, providers);
    } catch (StartException | RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    } finally {
      opener = null;
      startEnded.countDown();
    }
  }

  private void checkNotStopped() throws StartException {
    if (stopped) {
      throw new StartException("stopped while it started");
    }
  }

  private void add(String name, AutoCloseable part) throws StartException {
    parts.add(name, part);
    checkNotStopped();
  }

  private void openAll(Settings settings, VolumeProviders providers) throws StartException {
    VolumeConfig own = settings.flags().application();
    Optional<Path> pid = own.find(KeepstoreKeys.PID);
    if (pid.isPresent()) {
      pidFile.set(PidFile.create(pid.get()));
    }
    opener = Thread.currentThread(); // from here on: an interrupt would leave the file behind
    checkNotStopped();
    BufferPool buffers =
        BufferPool.ofBytes(settings.memory().bytes(), own.get(KeepstoreKeys.QUEUE_LIMIT));
    add("the buffers", buffers);
    Watchers watching =
        new Watchers(own.get(KeepstoreKeys.SLOW_CALL), settings.http().maxRequests());
    watchers = watching;
    BlockStore store = open(settings, providers, buffers, watching);
    add("the store", store);
    List<MountedVolume> volumes = new ArrayList<>();
    for (Mount mount : store.mounts()) {
      VolumeSpec spec = settings.volumes().get(volumes.size());
      volumes.add(new MountedVolume(mount, label(spec), place(spec)));
    }
    boolean deletes = !own.get(KeepstoreKeys.NEVER_DELETE);
    Backend backend =
        new Backend(
            store,
            volumes,
            buffers,
            settings.systemToken(),
            settings.managementToken(),
            settings.signatures(),
            own.get(KeepstoreKeys.ENFORCE),
            deletes);
    Routes routes =
        new Routes(backend, watching.metricsPage(backend), watching.statusPage(backend));
    HttpServer http = new HttpServer(settings.http(), routes, Routes::turn, watching.ofRequests());
    if (deletes && !own.get(KeepstoreKeys.CHECK_INTERVAL).isZero()) {
      add("the sweeper", new Sweeper(store, own.get(KeepstoreKeys.CHECK_INTERVAL)));
    }
    try {
      http.start();
    } catch (IOException e) {
      String address = own.get(KeepstoreKeys.LISTEN);
      throw new StartException("-listen " + address + ": " + reason(e), e);
    }
    server = http;
    checkNotStopped();
    StartMessages.tell(LOG, settings, volumes, http.port());
  }

  private BlockStore open(
      Settings settings, VolumeProviders providers, BufferPool buffers, Watchers watchers)
      throws StartException {
    VolumeContext context =
        VolumeContext.defaults()
            .withTrashPolicy(settings.flags().trashPolicy())
            .withObserver(watchers.ofVolumes());
    BlockStoreBuilder builder =
        BlockStore.builder().buffers(buffers).observer(watchers.ofVolumes());
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      for (VolumeSpec spec : settings.volumes()) {
        opening = label(spec);
        var volume = providers.open(spec, context);
        opening = null;
        opened.add(volume);
        builder.mount(volume, spec.options());
      }
      return builder.build();
    } catch (VolumeException | IllegalStateException e) {
      opened.forEach(volume -> parts.add("a volume", volume));
      throw new StartException(e.getMessage(), e);
    }
  }

  /** Returns what the system said of an address; the HTTP server says what it wanted alone. */
  private static String reason(IOException e) {
    Throwable first = Throwables.getRootCause(e);
    return first instanceof UnresolvedAddressException
        ? "unknown host"
        : first.getMessage() == null ? e.getMessage() : first.getMessage();
  }

  /** Names a volume as the command line does. */
  private static String label(VolumeSpec spec) {
    return spec.config().toString();
  }

  /** Returns where a volume's blocks are: what is unlike in volumes that are otherwise the same. */
  private static String place(VolumeSpec spec) {
    return spec.config()
        .schema()
        .volumeKey()
        .map(key -> spec.config().shown().get(key.name()))
        .orElseGet(() -> label(spec));
  }

  /** Returns the port on which the service listens. */
  int port() {
    return server.port();
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Ends the service, also one that is being started by another thread: that is broken off.
   *
   * @throws IOException as {@link #close} says, or if the start does not end within the limit
   */
  void stop() throws IOException {
    List<IOException> failures = new ArrayList<>();
    stopped = true;
    if (starting) {
      Thread running = opener;
      if (running != null) {
        running.interrupt();
      }
      if (!Uninterruptibles.awaitUninterruptibly(startEnded, longestClosing)) {
        String hangs = opening;
        failures.add(
            new IOException(
                "the start does not end" + (hangs == null ? "" : ", which opens " + hangs)));
      }
    }
    close(failures);
  }

  /**
   * Ends the service: lets running requests end, closes the volumes, and then removes the pid file.
   * Each of the first two has its limit.
   *
   * @throws IOException if requests had to be cut off, or a volume could not be closed, or not
   *     within the limit; everything was closed that could be
   */
  @Override
  public void close() throws IOException {
    close(new ArrayList<>());
  }

  private void close(List<IOException> failures) throws IOException {
    try {
      closeServer(failures);
      failures.addAll(parts.close(longestClosing, this::runningCalls));
    } finally {
      removePidFile(failures);
    }
    if (!failures.isEmpty()) {
      IOException all =
          new IOException(
              failures.stream().map(IOException::getMessage).collect(Collectors.joining("; ")));
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }

  /** Closes the HTTP server. What goes wrong is logged at once: the rest may take a while. */
  private void closeServer(List<IOException> failures) {
    HttpServer listens = server;
    if (listens == null) {
      return;
    }
    try {
      listens.close();
    } catch (IOException e) {
      LOG.atError().addKeyValue("error", e.getMessage()).log("stopping, but not well");
      failures.add(e);
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("stopping, but not well");
      failures.add(new IOException("the HTTP server did not stop as it should: " + e, e));
    }
    server = null;
  }

  private List<String> runningCalls() {
    Watchers watching = watchers;
    return watching == null ? List.of() : watching.runningCalls();
  }

  private void removePidFile(List<IOException> failures) {
    PidFile ours = pidFile.getAndSet(null);
    if (ours == null) {
      return;
    }
    try {
      ours.close();
    } catch (IOException e) {
      failures.add(e);
    }
  }
}
