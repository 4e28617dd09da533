// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** A disk as the original leaves it, with all that may lie about there. */
class HandMadeDiskTest {
  private static final TestBlock TRASHED = TestBlock.of("trashed".getBytes(UTF_8));
  private static final TestBlock EMPTY = TestBlocks.empty();
  private static final Instant OLD = Instant.parse("2029-11-01T00:00:00.000000001Z");
  private static final long LATER = DiskScene.NOW.plus(Duration.ofDays(1)).getEpochSecond();
  private static final long PAST = DiskScene.NOW.minus(Duration.ofDays(1)).getEpochSecond();
  private static final String LINE = Scene.BLOCK.hash() + "+18 1888185600000000001\n";
  private static final String EMPTY_LINE = EMPTY.hash() + "+0 1888185600000000001\n";

  @TempDir private Path root;

  private void lay(String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, FileTime.from(OLD));
  }

  private static String in(TestBlock block) {
    return block.hash().toString().substring(0, 3) + "/" + block.hash();
  }

  @BeforeEach
  void layFiles() throws IOException {
    String hash = Scene.BLOCK.hash().toString();
    lay(in(Scene.BLOCK), Scene.BLOCK.bytes());
    lay(in(EMPTY), EMPTY.bytes());
    lay(in(TRASHED) + ".trash." + LATER, TRASHED.bytes());
    lay(in(Scene.BLOCK) + ".trash." + PAST, Scene.BLOCK.bytes());
    lay("910/tmp" + hash + "123456789", new byte[5]);
    lay("910/" + hash.toUpperCase(Locale.ROOT), Scene.BLOCK.bytes());
    lay("910/" + hash.substring(1), Scene.BLOCK.bytes());
    lay("910/" + hash + ".bak", Scene.BLOCK.bytes());
    lay("910/.hidden", new byte[1]);
    lay("README", new byte[1]);
    lay("abc", new byte[1]);
    lay("0123456789abcdef0123456789abcdef", new byte[1]);
    lay("lost+found/" + hash, Scene.BLOCK.bytes());
    lay("ABC/" + "abc" + hash.substring(3), new byte[1]);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString(), Files.readString(path, UTF_8));
      }
    }
    files.remove(".keep-volume.lock");
    return files;
  }

  @Test
  void eachRouteSeesTheBlocksAndNothingElse() throws Exception {
    Map<String, String> before = files();
    try (DiskScene scene = DiskScene.start(root)) {
      String index = Ask.get("/index").admin().send(scene.scene()).text();
      assertTrue(
          List.of(LINE + EMPTY_LINE + "\n", EMPTY_LINE + LINE + "\n").contains(index), index);
      assertEquals("200, the block", scene.seen(Ask.get("/{hash}")));
      assertEquals("200, empty", scene.seen(Ask.get("/{empty}")));
      assertEquals("404 `Not Found`", scene.seen(Ask.get("/" + TRASHED.hash())));
      assertEquals("404 `Not Found`", scene.seen(Ask.get("/0123456789abcdef0123456789abcdef")));
      assertEquals(before, files());

      assertEquals(
          "200 `Successfully untrashed on: label of " + Scene.id(0) + "`",
          scene.seen(Ask.of("PUT", "/untrash/" + TRASHED.hash()).admin()));
      assertEquals("200 `trashed` without LF", scene.seen(Ask.get("/" + TRASHED.hash())));
      before.put(in(TRASHED), before.remove(in(TRASHED) + ".trash." + LATER));
      assertEquals(before, files());

      assertEquals(
          "200 `{\"copies_deleted\":1,\"copies_failed\":0}`",
          scene.seen(Ask.of("DELETE", "/{hash}").admin()));
      long deadline = DiskScene.NOW.plus(Scene.TTL).getEpochSecond();
      before.put(in(Scene.BLOCK) + ".trash." + deadline, before.remove(in(Scene.BLOCK)));
      assertEquals(before, files());
      assertEquals("404 `Not Found`", scene.seen(Ask.get("/{hash}")));
    }
  }

  @Test
  void sweepRemovesWhatIsOverdueAndLeftByTheDead() throws Exception {
    Map<String, String> before = files();
    try (DiskScene scene = DiskScene.start(root)) {
      var unused = scene.scene().service().store().emptyTrash();
    }
    before.remove(in(Scene.BLOCK) + ".trash." + PAST);
    before.remove("910/tmp" + Scene.BLOCK.hash() + "123456789");
    assertEquals(before, files());
  }

  @Test
  void markOfAFullDiskIsNotBelieved() throws Exception {
    for (Instant marked : List.of(DiskScene.NOW, OLD)) {
      Path full = root.resolve("full");
      Files.deleteIfExists(full);
      Path target = Files.createSymbolicLink(full, Path.of("" + marked.getEpochSecond()));
      try (DiskScene scene = DiskScene.start(root)) {
        assertEquals("200 `<hash>+18`", scene.seen(Ask.put("/{hash}")));
      }
      assertTrue(Files.isSymbolicLink(target), "the mark is left to whom it belongs");
      assertFalse(Files.exists(target), "it leads nowhere");
    }
  }
}
