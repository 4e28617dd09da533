// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static com.google.common.base.Preconditions.checkState;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.keepvolume.Access;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.config.Secret;
import org.keepvolume.examples.keepstore.RawConnection;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.AdjustableClock;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;
import org.keepvolume.testkit.fault.FaultScript;
import org.keepvolume.testkit.fault.FaultyVolume;
import org.keepvolume.testkit.memory.InMemoryVolume;
import org.keepvolume.testkit.memory.MemoryDevice;

/**
 * A service over volumes in memory, in the state that a row of the table speaks of, and a client.
 *
 * <p>Unless told otherwise: one volume, which has {@link #BLOCK}, old enough to be trashed.
 */
final class Scene implements AutoCloseable {
  static final TestBlock BLOCK = TestBlock.of("hello keep volume\n".getBytes(UTF_8));
  static final String KEY = "keep-volume-test-key-0123456789abcdefghijklmnopqrstuvwxyz";
  static final String TOKEN = "v2/zzzzz-gj3su-000000000000000/keepvolumetesttoken0123456789";
  static final Duration TTL = Duration.ofDays(14);
  static final Instant BEGIN = Instant.parse("2029-12-01T00:00:00Z");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final AdjustableClock clock = new AdjustableClock(BEGIN);
  final FaultScript faults = new FaultScript();

  private final TestService.Builder settings = TestService.builder();
  private final List<Access> access = new ArrayList<>(List.of(Access.READ_WRITE));
  private final List<byte[]> contents = new ArrayList<>();
  private Optional<Integer> only = Optional.empty();
  private Duration age = TTL.plusHours(1);
  private boolean stored = true;
  private boolean trashed;
  private int replication = 1;
  private TestService service;
  private RawConnection client;

  /** Sets the access of each volume, and with it their number. */
  Scene volumes(Access... each) {
    access.clear();
    access.addAll(List.of(each));
    return this;
  }

  Scene twoVolumes() {
    return volumes(Access.READ_WRITE, Access.READ_WRITE);
  }

  /** The block is not there. */
  Scene missing() {
    stored = false;
    return this;
  }

  /** The block is on one of the volumes. */
  Scene onlyOn(int volume) {
    only = Optional.of(volume);
    return this;
  }

  Scene containing(byte[] content) {
    contents.add(content);
    return this;
  }

  Scene young() {
    age = TTL.minusHours(1);
    return this;
  }

  Scene trashed() {
    trashed = true;
    return this;
  }

  Scene replication(int number) {
    replication = number;
    return this;
  }

  Scene signing(boolean enforced) {
    settings.signatures(KEY, TTL, true, clock, enforced);
    return this;
  }

  Scene settings(Consumer<TestService.Builder> change) {
    change.accept(settings);
    return this;
  }

  Scene faults(Consumer<FaultScript> script) {
    script.accept(faults);
    return this;
  }

  Scene start() throws IOException {
    TrashPolicy policy = new TrashPolicy(TTL, TTL);
    VolumeContext context = VolumeContext.defaults().withClock(clock).withTrashPolicy(policy);
    List<Volume> volumes = new ArrayList<>();
    for (int i = 0; i < access.size(); i++) {
      Volume volume = InMemoryVolume.open(new MemoryDevice("disk" + i), context);
      if (stored && only.orElse(i) == i) {
        byte[] content = contents.isEmpty() ? BLOCK.bytes() : contents.get(i % contents.size());
        volume.write(BLOCK.hash(), ByteBuffer.wrap(content));
      }
      volumes.add(volume);
    }
    clock.advance(age);
    for (int i = 0; i < volumes.size(); i++) {
      if (trashed && only.orElse(i) == i) {
        var unused = volumes.get(i).trash(BLOCK.hash(), null);
      }
      settings.mount(
          new FaultyVolume(volumes.get(i), faults),
          MountOptions.defaults()
              .withId(id(i))
              .withAccess(access.get(i))
              .withReplication(replication));
    }
    service = settings.start();
    client = new RawConnection(service.port());
    return this;
  }

  /** Returns a scene of a service that runs. */
  static Scene over(TestService service) throws IOException {
    Scene scene = new Scene();
    scene.service = service;
    scene.client = new RawConnection(service.port());
    return scene;
  }

  static String id(int volume) {
    return "zzzzz-nyw5e-00000000000000" + volume;
  }

  TestService service() {
    return service;
  }

  /** Waits until a request has ended with a status, be it one that is only logged. */
  void awaitFinished(int status) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (service.finished().stream().noneMatch(request -> request.status() == status)) {
      checkState(System.nanoTime() < deadline, "none ended with %s in %s", status, PATIENCE);
      Thread.onSpinWait();
    }
  }

  RawConnection client() {
    return client;
  }

  /** Puts the block, and locators with signatures, in the place of their names. */
  String fill(String text) {
    String hash = BLOCK.hash().toString();
    String sized = hash + "+" + BLOCK.size();
    return text.replace("{hash}", hash)
        .replace("{HASH}", hash.toUpperCase(Locale.ROOT))
        .replace("{signed}", signed(sized, TTL))
        .replace("{escaped signed}", signed(sized, TTL).replace("@", "%40"))
        .replace("{bare signed}", signed(hash, TTL))
        .replace("{wrong size signed}", signed(hash + "+17", TTL))
        .replace("{expired}", signed(sized, Duration.ofSeconds(-1)))
        .replace("{signature}", signed("", hash, TTL))
        .replace("{forged}", "+A" + "0".repeat(40) + "@ffffffff")
        .replace("{expired and forged}", "+A" + "0".repeat(40) + "@00000001")
        .replace("{locator}", sized)
        .replace("{empty}", TestBlocks.empty().hash().toString())
        .replace("{mount}", id(0));
  }

  private String signed(String locator, Duration left) {
    return signed(locator, locator, left);
  }

  private String signed(String shown, String locator, Duration left) {
    // Signed so long ago that so much is left.
    Instant then = clock.instant().minus(TTL).plus(left);
    String whole = new Signatures(Secret.of(KEY), TTL, true, () -> then).sign(locator, TOKEN);
    return shown + whole.substring(locator.length());
  }

  /** Ends the client, lets go of calls that hang, and ends the service. */
  @Override
  public void close() throws IOException {
    try (TestService ended = service;
        FaultScript released = faults;
        RawConnection left = client) {
      checkState(ended != null && released != null && left != null, "it has not begun");
    }
  }
}
