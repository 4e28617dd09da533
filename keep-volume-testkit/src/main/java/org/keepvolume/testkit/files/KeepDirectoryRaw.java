// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;
import org.keepvolume.testkit.DeviceFault;
import org.keepvolume.testkit.RawAccess;

/**
 * The files of a directory in Keep's layout, behind the back of the volumes on it.
 *
 * <p>Files appear complete, by a rename from a staging directory, since a volume may be reading.
 */
final class KeepDirectoryRaw implements RawAccess {
  private static final int BUFFER = 1 << 16;

  private final KeepDirectory directory;
  private final Path staging;
  private final InstantSource clock;
  private final Set<String> foreign = new HashSet<>();

  KeepDirectoryRaw(KeepDirectory directory, Path staging, InstantSource clock) {
    this.directory = directory;
    this.staging = staging;
    this.clock = clock;
  }

  @Override
  public void put(BlockHash hash, byte[] content) throws IOException {
    Path staged = Files.write(staging.resolve("put"), content);
    publish(staged, directory.prepared(hash), clock.instant());
  }

  @Override
  public Optional<byte[]> content(BlockHash hash) throws IOException {
    Path block = directory.block(hash);
    try {
      return Files.isRegularFile(block, NOFOLLOW_LINKS)
          ? Optional.of(Files.readAllBytes(block))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // a volume at work has taken it away meanwhile
    }
  }

  @Override
  public void remove(BlockHash hash) throws IOException {
    boolean unused = Files.deleteIfExists(directory.block(hash));
  }

  @Override
  public boolean putOversized(BlockHash hash, long size) throws IOException {
    Path staged = staging.resolve("oversized");
    try (RandomAccessFile sparse = new RandomAccessFile(staged.toFile(), "rw")) {
      sparse.setLength(size);
    }
    publish(staged, directory.prepared(hash), clock.instant());
    return true;
  }

  @Override
  public List<SpecialObject> specialObjects() {
    return new SpecialFiles(directory, staging).all();
  }

  @Override
  public List<String> putForeign() throws IOException {
    List<String> names = ForeignFiles.put(directory);
    foreign.addAll(names);
    return names;
  }

  @Override
  public boolean putResidue(BlockHash hash, Instant since) throws IOException {
    Path staged = Files.write(staging.resolve("residue"), new byte[7]);
    publish(staged, directory.unfinished(hash, "0123456789"), since);
    return true;
  }

  /** Returns unfinished blocks, and whatever else neither the layout knows nor this object put. */
  @Override
  public List<String> residue() throws IOException {
    return directory.entries().stream()
        .map(directory::name)
        .filter(name -> KeepDirectory.isUnfinished(name) || isUnknown(name))
        .sorted()
        .toList();
  }

  private boolean isUnknown(String name) {
    return !KeepDirectory.isFinished(name) && !foreign.contains(name);
  }

  /** Leaves out prefix directories, which are no objects: a failed write may leave one. */
  @Override
  public Map<String, String> snapshot() throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (Path path : directory.entries()) {
      if (!directory.isPrefixDirectory(path)) {
        all.put(directory.name(path), describe(path));
      }
    }
    return all;
  }

  private static String describe(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, "unix:ino,size,lastModifiedTime,mode", NOFOLLOW_LINKS);
    String inode = "inode " + attributes.get("ino") + " mode " + attributes.get("mode");
    if (Files.isSymbolicLink(path)) {
      return inode + " link to " + Files.readSymbolicLink(path);
    }
    if (!Files.isRegularFile(path, NOFOLLOW_LINKS)) {
      return inode;
    }
    long size = (Long) attributes.get("size");
    FileTime mtime = (FileTime) attributes.get("lastModifiedTime");
    return size + " bytes " + checksum(path, size) + " of " + mtime.toInstant() + ' ' + inode;
  }

  /**
   * What is larger than a block is sparse here, and too long to be read. An empty file is not even
   * opened: it may be one that a volume of this process holds locks on, which closing it would
   * drop.
   */
  private static String checksum(Path file, long size) throws IOException {
    if (size == 0) {
      return "none";
    }
    if (size > Volume.MAX_BLOCK_SIZE) {
      return "not read";
    }
    CRC32C checksum = new CRC32C();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        checksum.update(buffer, 0, n);
      }
    }
    return Long.toHexString(checksum.getValue());
  }

  @Override
  public List<String> heldLocks() throws IOException {
    return FileLocks.heldOn(directory);
  }

  @Override
  public Optional<Injection> inject(DeviceFault fault) throws IOException {
    return switch (fault) {
      case WRITE_BROKEN_OFF -> Optional.of(FileSizeLimit.set());
      case LISTING_BROKEN_OFF, SWEEP_BROKEN_OFF -> Optional.of(LoopedDirectory.put(directory));
      default -> Optional.empty();
    };
  }

  void setMtime(BlockHash hash, Instant mtime) throws IOException {
    var unused = Files.setLastModifiedTime(directory.block(hash), FileTime.from(mtime));
  }

  private static void publish(Path staged, Path target, Instant mtime) throws IOException {
    var unused = Files.setLastModifiedTime(staged, FileTime.from(mtime));
    if (Files.isDirectory(target, NOFOLLOW_LINKS)) {
      Files.delete(target);
    }
    Files.move(staged, target, ATOMIC_MOVE);
  }
}
