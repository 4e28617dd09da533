// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that the service wrote has the original's names and modes. */
class DiskLayoutTest {
  @TempDir private Path root;

  private List<String> names() throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.map(path -> root.relativize(path).toString())
          .filter(name -> !name.isEmpty() && !name.equals(".keep-volume.lock"))
          .sorted()
          .toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Returns 0755 less what this process may not give. */
  private String directoryMode() throws IOException {
    Set<PosixFilePermission> kept =
        Files.getPosixFilePermissions(
            Files.createDirectory(root.resolveSibling(root.getFileName() + "-mode")));
    EnumSet<PosixFilePermission> mode =
        EnumSet.copyOf(PosixFilePermissions.fromString("rwxr-xr-x"));
    mode.retainAll(kept);
    return PosixFilePermissions.toString(mode);
  }

  @Test
  void blocksAndTrashLieWhereTheOriginalLooksForThem() throws Exception {
    String hash = Scene.BLOCK.hash().toString();
    String block = "910/" + hash;
    try (DiskScene scene = DiskScene.start(root)) {
      assertEquals("200 `<hash>+18`", scene.seen(Ask.put("/{hash}")));
      assertEquals(List.of("910", block), names());
      assertEquals("rw-------", mode(root.resolve(block)));
      assertEquals(directoryMode(), mode(root.resolve("910")));
      assertEquals("hello keep volume\n", Files.readString(root.resolve(block), UTF_8));
      assertEquals(DiskScene.NOW, Files.getLastModifiedTime(root.resolve(block)).toInstant());

      scene.clock().advance(Scene.TTL.plus(Duration.ofSeconds(2)));
      assertEquals(
          "200 `{\"copies_deleted\":1,\"copies_failed\":0}`",
          scene.seen(Ask.of("DELETE", "/{hash}").admin()));
      long deadline = scene.clock().instant().plus(Scene.TTL).getEpochSecond();
      String trashed = block + ".trash." + deadline;
      assertEquals(List.of("910", trashed), names());
      assertEquals("rw-------", mode(root.resolve(trashed)));

      assertEquals(
          "200 `Successfully untrashed on: label of " + Scene.id(0) + "`",
          scene.seen(Ask.of("PUT", "/untrash/{hash}").admin()));
      assertEquals(List.of("910", block), names());
    }
  }

  @Test
  void blockThatIsThereIsTouchedAndNotWrittenAgain() throws Exception {
    Path block = root.resolve("910").resolve(Scene.BLOCK.hash().toString());
    try (DiskScene scene = DiskScene.start(root)) {
      assertEquals("200 `<hash>+18`", scene.seen(Ask.put("/{hash}")));
      Object file = Files.readAttributes(block, BasicFileAttributes.class).fileKey();
      scene.clock().advance(Duration.ofHours(1));
      assertEquals("200 `<hash>+18`", scene.seen(Ask.put("/{hash}")));
      assertEquals(
          DiskScene.NOW.plus(Duration.ofHours(1)), Files.getLastModifiedTime(block).toInstant());
      assertEquals(file, Files.readAttributes(block, BasicFileAttributes.class).fileKey());
    }
  }

  @Test
  void blockThatIsTooYoungToBeDeletedStaysAsItIs() throws Exception {
    String block = "910/" + Scene.BLOCK.hash();
    try (DiskScene scene = DiskScene.start(root)) {
      assertEquals("200 `<hash>+18`", scene.seen(Ask.put("/{hash}")));
      scene.clock().advance(Scene.TTL.minusHours(1));
      assertEquals(
          "200 `{\"copies_deleted\":0,\"copies_failed\":0}`",
          scene.seen(Ask.of("DELETE", "/{hash}").admin()));
      assertEquals(List.of("910", block), names());
      assertEquals("hello keep volume\n", Files.readString(root.resolve(block), UTF_8));
      assertEquals(DiskScene.NOW, Files.getLastModifiedTime(root.resolve(block)).toInstant());
    }
  }

  @Test
  void bytesOfARefusedBlockLeaveNothing() throws Exception {
    try (DiskScene scene = DiskScene.start(root)) {
      assertEquals(
          "422 `Hash mismatch in request`",
          scene.seen(Ask.of("PUT", "/{hash}").with(Scene.BLOCK.damagedAt(0))));
      assertEquals(List.of(), names());
    }
  }
}
