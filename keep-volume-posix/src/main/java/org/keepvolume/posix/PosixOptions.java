// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.Sets;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import javax.annotation.CheckReturnValue;
import javax.annotation.concurrent.Immutable;
import org.keepvolume.Volume;

/** How a {@link PosixVolume} treats its directory; docs/posix.md tells what each choice costs. */
@Immutable
@CheckReturnValue
public final class PosixOptions {
  /** The most threads that {@link #withIndexThreads} takes. */
  public static final int MAX_INDEX_THREADS = 8;

  static final Set<PosixFilePermission> OWNER_READS_AND_WRITES =
      PosixFilePermissions.fromString("rw-------");
  static final Set<PosixFilePermission> OWNER_ENTERS = PosixFilePermissions.fromString("rwx------");
  private static final PosixOptions DEFAULTS =
      new PosixOptions(
          Durability.FULL,
          OWNER_READS_AND_WRITES,
          PosixFilePermissions.fromString("rwxr-xr-x"),
          Volume.MAX_BLOCK_SIZE,
          1,
          false,
          TimeLimits.defaults());

  private final Durability durability;
  private final Set<PosixFilePermission> fileMode;
  private final Set<PosixFilePermission> directoryMode;
  private final long minFree;
  private final int indexThreads;
  private final boolean linkedDirectories;
  private final TimeLimits limits;

  private PosixOptions(
      Durability durability,
      Set<PosixFilePermission> fileMode,
      Set<PosixFilePermission> directoryMode,
      long minFree,
      int indexThreads,
      boolean linkedDirectories,
      TimeLimits limits) {
    this.durability = requireNonNull(durability, "durability");
    this.fileMode = Sets.immutableEnumSet(fileMode);
    this.directoryMode = Sets.immutableEnumSet(directoryMode);
    this.minFree = minFree;
    this.indexThreads = indexThreads;
    this.linkedDirectories = linkedDirectories;
    this.limits = requireNonNull(limits, "limits");
  }

  /**
   * Returns the defaults: full durability, modes 0600 and 0755, 64 MiB to stay free, one thread, no
   * links, {@link TimeLimits#defaults}.
   *
   * @return the options that {@link PosixVolume#open(java.nio.file.Path)} takes
   */
  public static PosixOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Returns these options with another durability.
   *
   * @param durability what is synced before a change is acknowledged
   * @return the changed options
   */
  public PosixOptions withDurability(Durability durability) {
    return new PosixOptions(
        durability, fileMode, directoryMode, minFree, indexThreads, linkedDirectories, limits);
  }

  /**
   * Returns these options with another mode of new files; the process's umask applies.
   *
   * @param fileMode permissions of blocks and of the lock file; the owner's reading and writing
   *     among them
   * @return the changed options
   * @throws IllegalArgumentException if the owner could not read and write
   */
  public PosixOptions withFileMode(Set<PosixFilePermission> fileMode) {
    requireMode("file", fileMode, OWNER_READS_AND_WRITES);
    return new PosixOptions(
        durability, fileMode, directoryMode, minFree, indexThreads, linkedDirectories, limits);
  }

  /**
   * Returns these options with another mode of new prefix directories; the process's umask applies.
   *
   * @param directoryMode permissions; the owner's reading, writing and entering among them
   * @return the changed options
   * @throws IllegalArgumentException if the owner could not read, write and enter
   */
  public PosixOptions withDirectoryMode(Set<PosixFilePermission> directoryMode) {
    requireMode("directory", directoryMode, OWNER_ENTERS);
    return new PosixOptions(
        durability, fileMode, directoryMode, minFree, indexThreads, linkedDirectories, limits);
  }

  private static void requireMode(
      String what, Set<PosixFilePermission> given, Set<PosixFilePermission> needed) {
    checkArgument(
        given.containsAll(needed),
        "%s mode is %s; expected one with at least %s",
        what,
        PosixFilePermissions.toString(given),
        PosixFilePermissions.toString(needed));
  }

  /**
   * Returns these options with another number of bytes below which a write is refused as full.
   * Nothing but writes is refused.
   *
   * @param minFree bytes that must be free to ordinary users before a write; 0 or more
   * @return the changed options
   * @throws IllegalArgumentException if the number is negative
   */
  public PosixOptions withMinFree(long minFree) {
    checkArgument(minFree >= 0, "min free is %s bytes; expected 0 or more", minFree);
    return new PosixOptions(
        durability, fileMode, directoryMode, minFree, indexThreads, linkedDirectories, limits);
  }

  /**
   * Returns these options with another number of threads that look at files for one listing.
   *
   * @param indexThreads 1 (the calling thread alone) to {@value #MAX_INDEX_THREADS}
   * @return the changed options
   * @throws IllegalArgumentException if the number is out of range
   */
  public PosixOptions withIndexThreads(int indexThreads) {
    checkArgument(
        indexThreads >= 1 && indexThreads <= MAX_INDEX_THREADS,
        "index threads are %s; expected 1 to %s",
        indexThreads,
        MAX_INDEX_THREADS);
    return new PosixOptions(
        durability, fileMode, directoryMode, minFree, indexThreads, linkedDirectories, limits);
  }

  /**
   * Returns these options with links to directories allowed or refused in place of prefix
   * directories, with which some operators spread a volume over disks.
   *
   * @param linkedDirectories whether a link to a directory is taken for one
   * @return the changed options
   */
  public PosixOptions withLinkedDirectories(boolean linkedDirectories) {
    return new PosixOptions(
        durability, fileMode, directoryMode, minFree, indexThreads, linkedDirectories, limits);
  }

  /**
   * Returns these options with other limits of waiting.
   *
   * @param limits how long calls wait
   * @return the changed options
   */
  public PosixOptions withLimits(TimeLimits limits) {
    return new PosixOptions(
        durability, fileMode, directoryMode, minFree, indexThreads, linkedDirectories, limits);
  }

  /**
   * Returns what is synced before a change is acknowledged.
   *
   * @return {@link Durability#FULL} unless changed
   */
  public Durability durability() {
    return durability;
  }

  /**
   * Returns the mode of new files.
   *
   * @return 0600 unless changed
   */
  public Set<PosixFilePermission> fileMode() {
    return fileMode;
  }

  /**
   * Returns the mode of new prefix directories.
   *
   * @return 0755 unless changed
   */
  public Set<PosixFilePermission> directoryMode() {
    return directoryMode;
  }

  /**
   * Returns the number of bytes below which a write is refused.
   *
   * @return 64 MiB, the original's one block, unless changed
   */
  public long minFree() {
    return minFree;
  }

  /**
   * Returns the number of threads of one listing.
   *
   * @return 1 unless changed
   */
  public int indexThreads() {
    return indexThreads;
  }

  /**
   * Tells whether a link to a directory is taken for a prefix directory.
   *
   * @return false unless changed
   */
  public boolean linkedDirectories() {
    return linkedDirectories;
  }

  /**
   * Returns how long calls wait.
   *
   * @return {@link TimeLimits#defaults} unless changed
   */
  public TimeLimits limits() {
    return limits;
  }
}
