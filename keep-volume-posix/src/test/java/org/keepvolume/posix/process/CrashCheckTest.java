// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.keepvolume.posix.process.CrashWorld.KEPT;
import static org.keepvolume.posix.process.CrashWorld.LIFETIME;
import static org.keepvolume.posix.process.CrashWorld.NEIGHBOUR;
import static org.keepvolume.posix.process.CrashWorld.NOW;
import static org.keepvolume.posix.process.CrashWorld.OLD;
import static org.keepvolume.posix.process.CrashWorld.OTHER;
import static org.keepvolume.posix.process.CrashWorld.TARGET;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.posix.TimeLimits;

/** The judge of crashes finds each bad state made by hand, and nothing in good ones. */
class CrashCheckTest {
  private static final TimeLimits SHORT =
      new TimeLimits(Duration.ofMillis(200), Duration.ofMillis(200));

  @TempDir Path scratch;

  /** Changes what lies there as a broken volume would. */
  @FunctionalInterface
  private interface Damage {
    void to(Path root) throws IOException;
  }

  private static final CrashProcess.Answer SUCCESS = new CrashProcess.Answer("done", "", "");
  private static final CrashProcess.Answer FAILURE =
      new CrashProcess.Answer("VolumeFailureException", "", "");

  @ParameterizedTest
  @EnumSource
  void whatWasThereBeforeIsAllowedAfterAKill(CrashScript script) throws IOException {
    assertEquals(List.of(), looked(script, null, root -> {}));
  }

  @Test
  void aPartUnderABlocksNameIsFound() throws IOException {
    finds("the block is wrong with 5 bytes", CrashScript.WRITE, null, root -> place(root, 5));
    finds("the block is wrong with 5 bytes", CrashScript.REPAIR, null, root -> place(root, 5));
    finds("the block is wrong with 0 bytes", CrashScript.TOUCH, null, root -> place(root, 0));
  }

  @Test
  void aBlockThatIsNeitherLiveNorInTheTrashIsFound() throws IOException {
    Damage loss = root -> Files.delete(TARGET.file(root));
    for (CrashScript script :
        List.of(CrashScript.REWRITE, CrashScript.TOUCH, CrashScript.TRASH, CrashScript.SWEEP)) {
      finds("the block is -", script, null, loss);
    }
    finds("the block is -", CrashScript.UNTRASH, null, root -> Files.delete(copy(root)));
  }

  @Test
  void aWrongCopyInTheTrashIsFound() throws IOException {
    finds(
        "the block is -+wrong copy",
        CrashScript.TRASH,
        null,
        root -> {
          Files.delete(TARGET.file(root));
          CrashWorld.place(copy(root), new byte[5], OLD);
        });
  }

  @Test
  void aRestoredBlockOfOldTimeIsFound() throws IOException {
    finds(
        "the block is old",
        CrashScript.UNTRASH,
        null,
        root -> Files.move(copy(root), TARGET.file(root)));
  }

  @Test
  void successWithoutTheChangeIsFound() throws IOException {
    for (CrashScript script : List.of(CrashScript.REWRITE, CrashScript.TOUCH)) {
      finds("the block is old after success", script, SUCCESS, root -> {});
    }
    finds(
        "acknowledged with \"TOO_RECENT\"",
        CrashScript.TRASH,
        new CrashProcess.Answer("done", "TOO_RECENT", ""),
        root -> {});
  }

  @Test
  void leftoversAreAllowedToTheDeadAlone() throws IOException {
    Damage leftover = root -> CrashWorld.place(CrashWorld.young(root), new byte[5], NOW);
    assertEquals(List.of(), looked(CrashScript.WRITE, null, leftover));
    finds("leftovers: ", CrashScript.WRITE, FAILURE, leftover);
    finds("leftovers: ", CrashScript.TOUCH, null, leftover);
    finds(
        "a file that no sweep knows",
        CrashScript.WRITE,
        null,
        root -> CrashWorld.place(TARGET.directory(root).resolve("part"), new byte[5], NOW));
  }

  @Test
  void harmToBystandersIsFound() throws IOException {
    finds("does not read", CrashScript.TOUCH, null, root -> Files.delete(OTHER.file(root)));
    finds(
        "reads wrong",
        CrashScript.TOUCH,
        null,
        root -> CrashWorld.place(NEIGHBOUR.file(root), new byte[64], OLD));
    finds(
        "the other block's mtime",
        CrashScript.TOUCH,
        null,
        root -> CrashWorld.place(OTHER.file(root), OTHER.content(), NOW));
    finds(
        "the kept copy",
        CrashScript.TRASH,
        null,
        root -> Files.delete(CrashWorld.copy(root, KEPT, NOW.plus(LIFETIME))));
  }

  @Test
  void aSweepThatTakesOrCountsTooMuchIsFound() throws IOException {
    finds(
        "the young temporary file",
        CrashScript.SWEEP,
        null,
        root -> Files.delete(CrashWorld.young(root)));
    finds(
        "counted \"2 deleted, 1 remains, 1 residue\"",
        CrashScript.SWEEP,
        new CrashProcess.Answer("VolumeFailureException", CrashScript.SWEEP.acknowledgement(), ""),
        root -> {});
  }

  @Test
  void aLockThatIsStillHeldIsFound() throws Exception {
    Path root = scratch.resolve("root");
    CrashWorld.make(CrashScript.TOUCH, root);
    try (ChildJvm child = ChildJvm.start(List.of(), CrashMain.class)) {
      child.send("hold\t" + root.resolve(".keep-volume.lock"));
      assertEquals("done\t", child.receive());
      CrashCheck check = new CrashCheck(CrashScript.TOUCH, root, SHORT);
      check.look(null);
      assertEquals(List.of(), check.violations());
      check.repeat();
      assertTrue(
          check.violations().toString().contains("another process"),
          () -> check.violations().toString());
    }
  }

  private void finds(
      String violation, CrashScript script, @Nullable CrashProcess.Answer answer, Damage damage)
      throws IOException {
    List<String> found = looked(script, answer, damage);
    assertTrue(found.stream().anyMatch(text -> text.startsWith(violation)), found::toString);
  }

  private List<String> looked(
      CrashScript script, @Nullable CrashProcess.Answer answer, Damage damage) throws IOException {
    Path root = Files.createTempDirectory(scratch, "root");
    CrashWorld.make(script, root);
    damage.to(root);
    CrashCheck check = new CrashCheck(script, root);
    check.look(answer);
    return check.violations();
  }

  private static Path copy(Path root) {
    return CrashWorld.copy(root, TARGET, NOW.plus(LIFETIME));
  }

  private static void place(Path root, int size) throws IOException {
    Path unused = CrashWorld.place(TARGET.file(root), Arrays.copyOf(TARGET.content(), size), NOW);
  }
}
