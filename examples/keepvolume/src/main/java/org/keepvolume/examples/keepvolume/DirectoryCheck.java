// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.keepvolume.testkit.Clause.CX_2;
import static org.keepvolume.testkit.Clause.TM_5;
import static org.keepvolume.testkit.Clause.WR_10;
import static org.keepvolume.testkit.Clause.WR_11;
import static org.keepvolume.testkit.Clause.WR_9;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.files.KeepDirectoryFixture;
import org.keepvolume.testkit.process.OtherProcess;
import org.keepvolume.testkit.process.VolumeOpener;

/**
 * The kit on a POSIX volume in the directory that the property {@value #PROPERTY} names; started by
 * {@link KitLauncher}.
 */
public class DirectoryCheck extends VolumeConformance {
  /** The name of the reports. */
  static final String NAME = "posix";

  static final String PROPERTY = "keepvolume.check.directory";

  private static final String LINK = "docs/posix.md";
  private static final String DISK = "a check does not fill the disk that it is run on";
  private static final String TRACE = "a check does not trace system calls; the project's tests do";
  private static final List<Waiver> WAIVERS =
      List.of(
          new Waiver(WR_9, DISK, LINK),
          new Waiver(WR_11, DISK, LINK),
          new Waiver(WR_10, TRACE, LINK),
          new Waiver(TM_5, TRACE, LINK),
          new Waiver(CX_2, "a check does not hold up the disk that it is run on", LINK));

  @Override
  protected VolumeFixture fixture() throws Exception {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    Path disk = Path.of(System.getProperty(PROPERTY));
    return new KeepDirectoryFixture(NAME, all, disk, DirectoryCheck::open) {
      @Override
      public Optional<OtherProcess> otherProcess() {
        return Optional.of(OtherProcess.start(SecondProcess.class, root().toString()));
      }

      @Override
      public List<Waiver> waivers() {
        return WAIVERS;
      }
    };
  }

  private static PosixVolume open(Path root, VolumeContext context) throws VolumeException {
    // Whether a disk has room for a check is for whoever starts it to say.
    return PosixVolume.open(root, PosixOptions.defaults().withMinFree(0), context);
  }

  /** Opens the same volume in another process. */
  public static final class SecondProcess implements VolumeOpener {
    @Override
    public Volume open(String root, VolumeContext context) throws VolumeException {
      return DirectoryCheck.open(Path.of(root), context);
    }
  }
}
