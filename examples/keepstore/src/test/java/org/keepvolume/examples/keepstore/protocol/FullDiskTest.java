// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepstore.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.TrashSweep;
import org.keepvolume.posix.PosixOptions;
import org.keepvolume.testkit.TestBlock;
import org.keepvolume.testkit.TestBlocks;

/** A disk without room takes no blocks, and all else goes on. */
class FullDiskTest {
  private static final long SEED = 20291202;
  private static final int SIZE = 64 << 10;
  private static final String FULL = "503 `Full`";

  @TempDir private Path root;

  @Test
  void spaceThatIsKeptFreeIsNotWritten() throws Exception {
    PosixOptions options = PosixOptions.defaults().withMinFree(Long.MAX_VALUE);
    try (DiskScene scene = DiskScene.start(options, root)) {
      assertEquals(FULL, scene.seen(Ask.put("/{hash}")));
      Files.createDirectory(root.resolve("910"));
      Files.write(root.resolve("910/" + Scene.BLOCK.hash()), Scene.BLOCK.bytes());
      goesOn(scene, Scene.BLOCK);
    }
  }

  /** What is asked of a disk that is full. */
  private static void goesOn(DiskScene scene, TestBlock block) throws IOException {
    assertEquals(
        block.buffer(), Ask.get("/" + block.hash()).send(scene.scene()).body(), "it is read");
    assertEquals("200, empty", scene.seen(Ask.of("TOUCH", "/" + block.hash()).admin()));
    scene.clock().advance(Scene.TTL.plus(Duration.ofSeconds(2)));
    Ask delete = Ask.of("DELETE", "/" + block.hash()).admin();
    String gone = "200 `{\"copies_deleted\":1,\"copies_failed\":0}`";
    assertEquals(gone, scene.seen(delete));
    Ask untrash = Ask.of("PUT", "/untrash/" + block.hash()).admin();
    assertEquals(
        "200 `Successfully untrashed on: label of " + Scene.id(0) + "`", scene.seen(untrash));
    assertEquals(200, Ask.get("/index").admin().send(scene.scene()).status());
    scene.clock().advance(Scene.TTL.plus(Duration.ofSeconds(2)));
    assertEquals(gone, scene.seen(delete));
  }

  @Test
  @Tag("root")
  void sweepMakesRoomOnAFullFileSystem() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "mode=755,size=1m", "none", root.toString());
    try (DiskScene scene = DiskScene.start(PosixOptions.defaults().withMinFree(0), root)) {
      TestBlocks blocks = new TestBlocks(SEED);
      List<TestBlock> stored = new ArrayList<>();
      String seen = "";
      while (!seen.equals(FULL)) {
        TestBlock next = blocks.random(SIZE);
        seen = scene.seen(Ask.of("PUT", "/" + next.hash()).with(next.bytes()));
        if (!seen.equals(FULL)) {
          assertTrue(seen.startsWith("200 "), seen);
          stored.add(next);
        }
      }
      assertTrue(stored.size() > 10, "stored " + stored.size());
      goesOn(scene, stored.get(0));
      TestBlock again = stored.get(0);
      Ask put = Ask.of("PUT", "/" + again.hash()).with(again.bytes());
      assertEquals(FULL, scene.seen(put), "the trash takes its place");
      scene.clock().advance(Scene.TTL.plus(Duration.ofSeconds(2)));
      TrashSweep sweep = scene.scene().service().store().emptyTrash().get(0).value().orElseThrow();
      assertEquals(1, sweep.deletedBlocks());
      assertEquals("200 `" + again.hash() + "+" + SIZE + "`", scene.seen(put));
    } finally {
      run("umount", root.toString());
    }
  }

  private static void run(String... command) throws Exception {
    assertEquals(
        0, new ProcessBuilder(command).inheritIO().start().waitFor(), List.of(command)::toString);
  }
}
