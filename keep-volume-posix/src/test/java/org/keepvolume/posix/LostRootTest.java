// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeUnavailableException;

/** A root that is gone or is another directory now, as below a disk that was unmounted. */
class LostRootTest {
  private static final BlockHash HASH = SampleData.hash("abc");

  /** In the same prefix directory, never written. */
  private static final BlockHash NEIGHBOUR = SampleData.hash("abcd");

  private final AdjustableClock clock = new AdjustableClock(VolumeFiles.START);

  @TempDir Path parent;

  private Path root;
  private Path away;
  private PosixVolume volume;

  @BeforeEach
  void openVolumeWithABlock() throws IOException {
    root = Files.createDirectory(parent.toRealPath().resolve("root"));
    away = root.resolveSibling("away");
    new VolumeFiles(root).place(HASH, new byte[] {7}, VolumeFiles.START);
    volume =
        PosixVolume.open(root, PosixOptions.defaults(), VolumeContext.defaults().withClock(clock));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  @DisplayName("ST-1: every call is unavailable, none says missing, nothing is made")
  void callsOnAnotherDirectoryAreUnavailable(boolean prefixKnown, boolean samePrefix)
      throws IOException {
    if (prefixKnown) {
      volume.touch(HASH);
      VolumeCall.WRITE.on(volume, HASH);
    }
    Files.move(root, away);
    Files.createDirectory(root);
    if (samePrefix) {
      Files.createDirectory(root.resolve("abc"));
    }
    VolumeFiles impostor = new VolumeFiles(root);
    Map<String, String> before = impostor.snapshot();
    for (VolumeCall call : VolumeCall.values()) {
      assertUnavailable(call, HASH);
      assertUnavailable(call, NEIGHBOUR);
      assertUnavailable(call, SampleData.hash("def"));
    }
    assertEquals(before, impostor.snapshot());
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "TOUCH"})
  @DisplayName("a block that lies below the mount point of a lost disk is not changed")
  void changesOfAnotherDirectoryWithTheSameBlockAreUnavailable(VolumeCall change)
      throws IOException {
    VolumeCall.WRITE.on(volume, HASH);
    Files.move(root, away);
    VolumeFiles impostor = new VolumeFiles(Files.createDirectory(root));
    impostor.place(HASH, new byte[] {7}, VolumeFiles.START);
    Map<String, String> before = impostor.snapshot();
    assertUnavailable(change, HASH);
    assertEquals(before, impostor.snapshot());
  }

  @ParameterizedTest
  @EnumSource
  void callsOnAMissingRootAreUnavailable(VolumeCall call) throws IOException {
    volume.touch(HASH);
    Files.move(root, away);
    assertUnavailable(call, HASH);
    assertUnavailable(call, NEIGHBOUR);
    assertUnavailable(call, SampleData.hash("def"));
    assertTrue(Files.notExists(root));
  }

  @ParameterizedTest
  @EnumSource
  void callsWorkAgainWhenTheRootIsBack(VolumeCall call) throws IOException {
    Files.move(root, away);
    assertUnavailable(call, HASH);
    Files.move(away, root);
    call.on(volume, HASH);
  }

  @Test
  @DisplayName("IX-4: a root that is lost during a listing does not end it quietly")
  void rootLostDuringAnIndexIsUnavailable() throws IOException {
    new VolumeFiles(root).place(SampleData.hash("def"), new byte[0], VolumeFiles.START);
    VolumeUnavailableException e =
        assertThrows(
            VolumeUnavailableException.class,
            () ->
                volume.index(
                    BlockPrefix.ALL,
                    block -> {
                      Files.move(root, away);
                      return true;
                    }));
    assertTrue(e.getMessage().startsWith(VolumeCall.INDEX.subject(volume, HASH)), e.toString());
  }

  @Test
  void rootLostUnderATouchIsUnavailable() {
    clock.onNextLook(() -> Files.move(root, away));
    assertUnavailable(VolumeCall.TOUCH, HASH);
  }

  @Test
  void rootLostUnderAWriteIsUnavailable() {
    clock.onNextLook(() -> Files.move(root, away));
    assertUnavailable(VolumeCall.WRITE, HASH);
  }

  private void assertUnavailable(VolumeCall call, BlockHash hash) {
    VolumeUnavailableException e =
        assertThrows(VolumeUnavailableException.class, () -> call.on(volume, hash));
    assertEquals(
        call.subject(volume, hash)
            + "the volume root "
            + root
            + " is gone or was replaced; is its disk mounted?",
        e.getMessage());
  }
}
