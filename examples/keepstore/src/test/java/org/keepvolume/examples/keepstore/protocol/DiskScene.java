// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;
import org.keepvolume.examples.keepstore.TestService;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.store.MountOptions;
import org.keepvolume.testkit.AdjustableClock;

/** A service over directories, at a time that a test sets. */
record DiskScene(Scene scene, AdjustableClock clock) implements AutoCloseable {
  static final Instant NOW = Instant.parse("2029-12-01T00:00:00.123456789Z");

  static DiskScene start(Path... roots) throws IOException {
    return start(PosixOptions.defaults(), roots);
  }

  static DiskScene start(PosixOptions options, Path... roots) throws IOException {
    AdjustableClock clock = new AdjustableClock(NOW);
    VolumeContext context =
        VolumeContext.defaults()
            .withClock(clock)
            .withTrashPolicy(new TrashPolicy(Scene.TTL, Scene.TTL));
    TestService.Builder settings = TestService.builder();
    int number = 0;
    for (Path root : roots) {
      MountOptions mount = MountOptions.defaults().withId(Scene.id(number++));
      var unused = settings.mount(PosixVolume.open(root, options, context), mount);
    }
    return new DiskScene(Scene.over(settings.start()), clock);
  }

  String seen(Ask ask) throws IOException {
    return ask.seen(scene);
  }

  @Override
  public void close() throws IOException {
    scene.close();
  }
}
