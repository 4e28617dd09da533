// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies on disks that are not what they were. */
class DamagedDisksTest {
  private static final String FILE = "910/" + Scene.BLOCK.hash();

  @TempDir private Path one;
  @TempDir private Path other;

  @BeforeEach
  void layBlocks() throws IOException {
    for (Path root : new Path[] {one, other}) {
      Files.createDirectory(root.resolve("910"));
      Files.write(root.resolve(FILE), Scene.BLOCK.bytes());
    }
  }

  private static byte[] damaged(String how) {
    return switch (how) {
      case "changed" -> Scene.BLOCK.damagedAt(17);
      case "cut" -> Scene.BLOCK.first(17);
      case "empty" -> new byte[0];
      case "longer" -> java.util.Arrays.copyOf(Scene.BLOCK.bytes(), 19);
      default -> throw new AssertionError(how);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "cut", "empty", "longer"})
  void damagedCopyIsNeverServedAndOtherCopiesAre(String how) throws Exception {
    try (DiskScene scene = DiskScene.start(one, other)) {
      for (Path root : new Path[] {one, other}) {
        Files.write(root.resolve(FILE), damaged(how));
        assertEquals("200, the block", scene.seen(Ask.get("/{hash}")));
        assertEquals("200, empty", scene.seen(Ask.of("HEAD", "/{hash}")));
        Files.write(root.resolve(FILE), Scene.BLOCK.bytes());
      }
      Files.write(one.resolve(FILE), damaged(how));
      Files.write(other.resolve(FILE), damaged(how));
      assertEquals("500 `Hash mismatch in stored data`", scene.seen(Ask.get("/{hash}")));
      assertEquals("500, empty", scene.seen(Ask.of("HEAD", "/{hash}")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "cut", "empty", "longer"})
  void putRepairs(String how) throws Exception {
    try (DiskScene scene = DiskScene.start(one)) {
      Files.write(one.resolve(FILE), damaged(how));
      assertEquals("500 `Hash mismatch in stored data`", scene.seen(Ask.get("/{hash}")));
      assertEquals("200 `<hash>+18`", scene.seen(Ask.put("/{hash}")));
      assertEquals("200, the block", scene.seen(Ask.get("/{hash}")));
      assertArrayEquals(Scene.BLOCK.bytes(), Files.readAllBytes(one.resolve(FILE)));
    }
  }

  @Test
  void diskThatIsGoneIsNoMissingBlock() throws Exception {
    try (DiskScene scene = DiskScene.start(one)) {
      assertEquals("200, the block", scene.seen(Ask.get("/{hash}")));
      Path away = one.resolveSibling(one.getFileName() + "-away");
      Files.move(one, away);
      assertEquals("503 `Volume backend busy`", scene.seen(Ask.get("/{hash}")));
      assertEquals("503 `Volume backend busy`", scene.seen(Ask.put("/{hash}")));
      assertEquals("503 `Volume backend busy`", scene.seen(Ask.get("/index").admin()));
      assertEquals("503 `Volume backend busy`", scene.seen(Ask.of("DELETE", "/{hash}").admin()));
      Files.move(away, one);
      assertEquals("200, the block", scene.seen(Ask.get("/{hash}")));
    }
  }
}
