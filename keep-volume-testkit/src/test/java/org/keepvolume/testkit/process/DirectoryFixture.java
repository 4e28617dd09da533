// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.testkit.Clause;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.files.KeepDirectoryFixture;

/** A directory for {@link DirectoryVolume}s of this process and of others. */
public class DirectoryFixture extends KeepDirectoryFixture {
  /** Breaks a good volume. */
  @FunctionalInterface
  public interface Breaker {
    Volume broken(Volume volume);
  }

  public DirectoryFixture(Path parent) throws IOException {
    this(parent, volume -> volume);
  }

  /** A directory whose volumes are broken in this process, and good in others. */
  public DirectoryFixture(Path parent, Breaker breaker) throws IOException {
    super(
        "directory",
        Set.of(Capability.WRITE, Capability.SHARED),
        parent,
        (root, context) -> breaker.broken(DirectoryVolume.open(root, context)));
  }

  @Override
  public List<Waiver> waivers() {
    return Stream.of(Clause.WR_9, Clause.WR_11, Clause.CX_2)
        .map(clause -> new Waiver(clause, "a sample for tests, on no device of its own", "none"))
        .toList();
  }

  @Override
  public Optional<OtherProcess> otherProcess() {
    return Optional.of(OtherProcess.start(DirectoryVolumeOpener.class, root().toString()));
  }
}
