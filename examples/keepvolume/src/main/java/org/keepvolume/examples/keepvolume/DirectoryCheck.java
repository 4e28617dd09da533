// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import static org.keepvolume.testkit.Clause.CX_1;
import static org.keepvolume.testkit.Clause.CX_2;
import static org.keepvolume.testkit.Clause.WR_11;
import static org.keepvolume.testkit.Clause.WR_9;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.posix.PosixVolume;
import org.keepvolume.testkit.VolumeConformance;
import org.keepvolume.testkit.VolumeFixture;
import org.keepvolume.testkit.Waiver;
import org.keepvolume.testkit.files.KeepDirectoryFixture;

/**
 * The kit on a POSIX volume in the directory that the property {@value #PROPERTY} names; started by
 * {@link KitLauncher}.
 */
public class DirectoryCheck extends VolumeConformance {
  /** The name of the reports. */
  static final String NAME = "posix";

  static final String PROPERTY = "keepvolume.check.directory";

  private static final String LINK = "docs/posix.md";
  private static final List<Waiver> WAIVERS =
      List.of(
          new Waiver(CX_1, "a sync that the disk does not answer is waited for", LINK),
          new Waiver(CX_2, "the POSIX volume has no limits of its own yet", LINK),
          new Waiver(WR_9, "a check does not fill the disk that it is run on", LINK),
          new Waiver(WR_11, "a check does not fill the disk that it is run on", LINK));

  @Override
  protected VolumeFixture fixture() throws Exception {
    return new KeepDirectoryFixture(
        NAME,
        Set.of(Capability.WRITE),
        Path.of(System.getProperty(PROPERTY)),
        (root, context) -> PosixVolume.open(root, PosixOptions.defaults(), context)) {
      @Override
      public List<Waiver> waivers() {
        return WAIVERS;
      }
    };
  }
}
