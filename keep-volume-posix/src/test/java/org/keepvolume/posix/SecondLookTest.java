// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.annotation.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.VolumeContext;

/**
 * A program that knows no locks changes a block between the look of a trash and its rename: the
 * second look gives the block back.
 */
class SecondLookTest {
  private static final BlockHash HASH = SampleData.hash("abc");
  private static final Instant NOW = VolumeFiles.START;
  private static final Instant OLD = NOW.minus(Duration.ofDays(30));

  private final AdjustableClock clock = new AdjustableClock(NOW);

  @TempDir Path root;

  private VolumeFiles files;
  private @Nullable PosixVolume opened;

  @BeforeEach
  void placeAnOldBlock() throws IOException {
    files = new VolumeFiles(root);
    Path unused = files.place(HASH, "old".getBytes(US_ASCII), OLD);
  }

  @AfterEach
  void closeVolume() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }

  enum Policy {
    TRASH(Duration.ofHours(3)),
    DELETE(Duration.ZERO);

    private final Duration lifetime;

    Policy(Duration lifetime) {
      this.lifetime = lifetime;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("TR-7: a block touched just before the rename is too recent, and live")
  void touchedBlockComesBack(Policy policy) throws Exception {
    Object before = Files.getAttribute(files.block(HASH), "unix:ino");
    PosixVolume volume = open(policy, Duration.ofDays(1), new Mechanics());
    assertEquals(
        TrashOutcome.TOO_RECENT,
        ActingThread.call(() -> volume.trash(HASH, null), () -> touch(NOW)));
    assertLive("old", NOW);
    assertEquals(before, Files.getAttribute(files.block(HASH), "unix:ino"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("TR-14: a block touched just before the rename has changed, and is live")
  void changedBlockComesBack(Policy policy) throws Exception {
    PosixVolume volume = open(policy, Duration.ZERO, new Mechanics());
    Instant asked = volume.stat(HASH).mtime();
    assertEquals(
        TrashOutcome.CHANGED,
        ActingThread.call(() -> volume.trash(HASH, asked), () -> touch(OLD.plusSeconds(5))));
    assertLive("old", OLD.plusSeconds(5));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("TR-7: a block written just before the rename is too recent, and live")
  void replacedBlockComesBack(Policy policy) throws Exception {
    PosixVolume volume = open(policy, Duration.ofDays(1), new Mechanics());
    assertEquals(
        TrashOutcome.TOO_RECENT, ActingThread.call(() -> volume.trash(HASH, null), this::replace));
    assertLive("new", NOW);
  }

  @Test
  void blockThatWasTakenAwayIsNotFound() throws IOException {
    PosixVolume volume = open(Policy.TRASH, Duration.ofDays(1), new Mechanics());
    assertThrows(
        BlockNotFoundException.class,
        () ->
            ActingThread.call(
                () -> volume.trash(HASH, null), () -> Files.delete(files.block(HASH))));
    assertEquals(List.of("abc"), files.names());
  }

  @Test
  void unchangedBlockGoes() throws Exception {
    PosixVolume volume = open(Policy.TRASH, Duration.ofDays(1), new Mechanics());
    assertEquals(TrashOutcome.TRASHED, ActingThread.call(() -> volume.trash(HASH, null), () -> {}));
    assertEquals(2, files.names().size());
  }

  @Test
  @DisplayName("without the second look a touched block is lost: the tests above can fail")
  void withoutTheSecondLookTheTouchedBlockIsLost() throws Exception {
    Mechanics oneLook =
        new Mechanics() {
          @Override
          boolean looksAgain() {
            return false;
          }
        };
    PosixVolume volume = open(Policy.DELETE, Duration.ofDays(1), oneLook);
    assertEquals(
        TrashOutcome.DELETED, ActingThread.call(() -> volume.trash(HASH, null), () -> touch(NOW)));
    assertEquals(List.of("abc"), files.names());
  }

  private void touch(Instant time) throws IOException {
    Path unused = Files.setLastModifiedTime(files.block(HASH), FileTime.from(time));
  }

  private void replace() throws IOException {
    Path written = Files.writeString(root.resolve("written"), "new");
    Path unused = Files.setLastModifiedTime(written, FileTime.from(NOW));
    Path moved = Files.move(written, files.block(HASH), StandardCopyOption.ATOMIC_MOVE);
    assertEquals(files.block(HASH), moved);
  }

  private void assertLive(String content, Instant mtime) throws IOException {
    assertEquals(List.of("abc", "abc/" + HASH), files.names());
    assertEquals(content, Files.readString(files.block(HASH)));
    assertEquals(mtime.getEpochSecond(), files.mtime(HASH).getEpochSecond());
  }

  private PosixVolume open(Policy policy, Duration minimumAge, Mechanics mechanics)
      throws IOException {
    PosixVolume volume =
        PosixVolume.open(
            root,
            PosixOptions.defaults(),
            VolumeContext.defaults()
                .withClock(clock)
                .withTrashPolicy(new TrashPolicy(minimumAge, policy.lifetime)),
            mechanics);
    opened = volume;
    return volume;
  }
}
