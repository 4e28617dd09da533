// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.Objects.requireNonNull;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.keepvolume.Capability;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.testkit.AdjustableClock;
import org.keepvolume.testkit.RawAccess;
import org.keepvolume.testkit.TimeControl;
import org.keepvolume.testkit.VolumeFixture;

/**
 * A fixture for any volume that keeps blocks in a directory in Arvados Keep's layout, on Linux.
 *
 * <p>The layout, below the root:
 *
 * <ul>
 *   <li>a block: {@code <first 3 digits>/<hash>};
 *   <li>a block being written: {@code <first 3 digits>/tmp<hash><decimal digits>};
 *   <li>a trashed copy: {@code <first 3 digits>/<hash>.trash.<deadline in Unix seconds>};
 *   <li>the volume's lock file, if it has one: {@code .keep-volume.lock}.
 * </ul>
 *
 * <p>A file of any other name that a test finds afterwards was left behind, and breaks WR-3.
 *
 * <p>What is no plain file under a block's name is a directory, a symbolic link and a FIFO; the
 * volume's message must contain these words (RD-11).
 *
 * <p>Injected are WRITE_BROKEN_OFF, by {@code prlimit}, LISTING_BROKEN_OFF and SWEEP_BROKEN_OFF, by
 * a prefix directory that cannot be opened. The first lowers the limit of file sizes to 512 KiB in
 * the whole process, for the time of one test: do not send its output into a file. Of a full disk
 * and of one that does not answer a volume gives evidence, or waives the clauses.
 *
 * <p>Subclasses override the rest of {@link VolumeFixture} as the volume needs it, such as {@link
 * #waivers}, {@link #evidence} and {@link #otherProcess}:
 *
 * <pre>{@code
 * class DiskVolumeConformanceTest extends VolumeConformance {
 *   @TempDir static Path scratch;
 *
 *   @Override
 *   protected VolumeFixture fixture() throws IOException {
 *     return new KeepDirectoryFixture(
 *         "disk", Set.of(Capability.WRITE), scratch, (root, context) -> DiskVolume.open(root, context));
 *   }
 * }
 * }</pre>
 */
public class KeepDirectoryFixture implements VolumeFixture {
  /** Opens the volume under test. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a volume.
     *
     * @param root the directory; one that does not exist must be refused (LC-1)
     * @param context clock, trash policy and threads
     * @return a new volume object
     * @throws Exception as the backend's open throws it
     */
    Volume open(Path root, VolumeContext context) throws Exception;
  }

  private final String name;
  private final Set<Capability> capabilities;
  private final Opener opener;
  private final Path home;
  private final Path root;
  private final KeepDirectoryRaw raw;
  private final DirectoryTime time;

  /**
   * Makes an empty directory for a volume.
   *
   * @param name the name of the report: letters, digits, {@code -} and {@code _}
   * @param capabilities what the volume is meant to have
   * @param parent an existing directory, on the file system to be tested; the fixture makes one of
   *     its own in it and removes that when it is closed
   * @param opener opens the volume
   * @throws IOException if the directories cannot be made
   */
  public KeepDirectoryFixture(String name, Set<Capability> capabilities, Path parent, Opener opener)
      throws IOException {
    this.name = requireNonNull(name, "name");
    this.capabilities = Set.copyOf(capabilities);
    this.opener = requireNonNull(opener, "opener");
    home = Files.createTempDirectory(parent.toRealPath(), name + '-');
    root = Files.createDirectory(home.resolve("root"));
    Path staging = Files.createDirectory(home.resolve("staging"));
    Duration granularity =
        DirectoryTime.granularityOf(Files.createFile(staging.resolve("granularity")));
    AdjustableClock clock = new AdjustableClock(DirectoryTime.START);
    raw = new KeepDirectoryRaw(new KeepDirectory(root), staging, clock);
    time = new DirectoryTime(clock, raw, granularity);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Set<Capability> capabilities() {
    return capabilities;
  }

  /**
   * Returns the directory that the volumes are opened on.
   *
   * @return an absolute path without links
   */
  public final Path root() {
    return root;
  }

  @Override
  public final Volume open(VolumeContext context) throws Exception {
    return opener.open(root, context);
  }

  @Override
  public final MissingDevice missingDevice() {
    Path missing = home.resolve("missing");
    return new MissingDevice() {
      @Override
      public String name() {
        return missing.toString();
      }

      @Override
      public Volume open(VolumeContext context) throws Exception {
        return opener.open(missing, context);
      }

      @Override
      public boolean exists() {
        return Files.exists(missing, NOFOLLOW_LINKS);
      }
    };
  }

  @Override
  public final RawAccess raw() {
    return raw;
  }

  @Override
  public final TimeControl time() {
    return time;
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(home, NOFOLLOW_LINKS)) {
      MoreFiles.deleteRecursively(home, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
