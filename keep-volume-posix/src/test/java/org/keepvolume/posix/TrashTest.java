// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashOutcome;
import org.keepvolume.TrashPolicy;
import org.keepvolume.TrashSweep;
import org.keepvolume.UntrashOutcome;
import org.keepvolume.VolumeContext;

/** Trash and untrash as they show on disk, with what a killed process or another one has left. */
class TrashTest {
  private static final BlockHash HASH = SampleData.hash("abc");
  private static final String BLOCK = "abc/" + HASH;
  private static final Duration LIFETIME = Duration.ofHours(3);
  private static final Instant NOW = VolumeFiles.START;
  private static final Instant OLD = NOW.minus(Duration.ofDays(30));

  /** The name of a copy that is trashed now. */
  private static final String COPY = copy(NOW.plus(LIFETIME).getEpochSecond());

  private final AdjustableClock clock = new AdjustableClock(NOW);

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolume() throws IOException {
    files = new VolumeFiles(root);
    volume = open(LIFETIME);
  }

  @AfterEach
  void closeVolume() throws IOException {
    volume.close();
  }

  @Test
  void trashedCopyIsTheBlocksFileUnderANameWithTheDeadline() throws IOException {
    files.place(HASH, bytes("old"), OLD);
    String before = files.snapshot().get(BLOCK);
    assertEquals(TrashOutcome.TRASHED, volume.trash(HASH, null));
    assertEquals(List.of("abc", COPY), files.names());
    assertEquals(before, files.snapshot().get(COPY), "inode, mode, size and time");
  }

  @Test
  void withoutALifetimeNothingIsLeft() throws IOException {
    volume = open(Duration.ZERO);
    files.place(HASH, bytes("old"), OLD);
    assertEquals(TrashOutcome.DELETED, volume.trash(HASH, null));
    assertEquals(List.of("abc"), files.names());
  }

  @Test
  void copyTrashedWithinTheSameSecondIsReplaced() throws IOException {
    files.place(HASH, bytes("first"), OLD);
    assertEquals(TrashOutcome.TRASHED, volume.trash(HASH, null));
    files.place(HASH, bytes("second"), OLD);
    assertEquals(TrashOutcome.TRASHED, volume.trash(HASH, null));
    assertEquals(List.of("abc", COPY), files.names());
    assertEquals("second", Files.readString(root.resolve(COPY)));
  }

  @Test
  @DisplayName("TR-2: a block that an untrash killed half-way left with two names goes as a whole")
  void secondNameOfTheBlocksFileDoesNotKeepItLive() throws IOException {
    Path block = files.place(HASH, bytes("old"), OLD);
    Files.createLink(root.resolve(COPY), block);
    assertEquals(TrashOutcome.TRASHED, volume.trash(HASH, null));
    assertEquals(List.of("abc", COPY), files.names());
  }

  @Test
  void secondNameOfTheBlocksFileGoesWithItWithoutALifetime() throws IOException {
    volume = open(Duration.ZERO);
    Path block = files.place(HASH, bytes("old"), OLD);
    // The name that the volume itself takes for the moment before it deletes.
    Files.createLink(root.resolve(copy(NOW.getEpochSecond() + 60)), block);
    assertEquals(TrashOutcome.DELETED, volume.trash(HASH, null));
    assertEquals(List.of("abc"), files.names());
  }

  @Test
  @DisplayName("TR-12: an immediate delete leaves the copies that another policy has trashed")
  void deleteTakesNoNameThatAnotherCopyHas() throws IOException {
    volume = open(Duration.ZERO);
    files.place(HASH, bytes("old"), OLD);
    List<String> taken = List.of(copy(NOW.getEpochSecond() + 60), copy(NOW.getEpochSecond() + 61));
    for (String name : taken) {
      Files.writeString(root.resolve(name), "another");
    }
    assertEquals(TrashOutcome.DELETED, volume.trash(HASH, null));
    assertEquals(List.of("abc", taken.get(0), taken.get(1)), files.names());
    for (String name : taken) {
      assertEquals("another", Files.readString(root.resolve(name)));
    }
  }

  @Test
  @DisplayName("TR-12: the copy with the latest deadline is restored, by number and not by letter")
  void latestCopyIsRestored() throws IOException {
    Files.createDirectory(root.resolve("abc"));
    for (long deadline : new long[] {999_999_999, 10_000_000_000L, 1_700_000_000}) {
      Files.writeString(root.resolve(copy(deadline)), "until " + deadline);
    }
    Files.writeString(root.resolve(copy(99_999_999_999L) + "x"), "foreign");
    Files.createDirectory(root.resolve(copy(88_888_888_888L)));
    assertEquals(UntrashOutcome.RESTORED, volume.untrash(HASH));
    assertEquals("until 10000000000", Files.readString(root.resolve(BLOCK)));
    assertEquals(NOW.getEpochSecond(), files.mtime(HASH).getEpochSecond());
    assertEquals(
        List.of(
            "abc",
            BLOCK,
            copy(1_700_000_000),
            copy(88_888_888_888L),
            copy(999_999_999),
            copy(99_999_999_999L) + "x"),
        files.names());
  }

  @Test
  void copyWithLeadingZerosIsRestoredAndSwept() throws IOException {
    Files.createDirectory(root.resolve("abc"));
    Files.writeString(root.resolve(BLOCK + ".trash.0010000000000"), "zeros");
    assertEquals(UntrashOutcome.RESTORED, volume.untrash(HASH));
    assertEquals(List.of("abc", BLOCK), files.names());
    Files.writeString(root.resolve(BLOCK + ".trash.0000000001"), "zeros");
    assertEquals(new TrashSweep(1, 5, 0, 0, 0, 0), volume.emptyTrash());
    assertEquals(List.of("abc", BLOCK), files.names());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("TR-12: where a sweep takes the copy under an untrash, the next one is restored")
  void sweepTakesTheCopyUnderAnUntrash(boolean another) throws IOException {
    Files.createDirectory(root.resolve("abc"));
    Files.writeString(root.resolve(copy(1_700_000_002)), "latest");
    if (another) {
      Files.writeString(root.resolve(copy(1_700_000_001)), "another");
    }
    clock.onNextLook(() -> Files.delete(root.resolve(copy(1_700_000_002))));
    if (another) {
      assertEquals(UntrashOutcome.RESTORED, volume.untrash(HASH));
      assertEquals("another", Files.readString(root.resolve(BLOCK)));
      assertEquals(List.of("abc", BLOCK), files.names());
    } else {
      assertThrows(BlockNotFoundException.class, () -> volume.untrash(HASH));
      assertEquals(List.of("abc"), files.names());
    }
  }

  @Test
  @DisplayName("TR-4: a block written under an untrash stays, and the copy too")
  void blockWrittenUnderAnUntrashIsNotReplaced() throws IOException {
    Files.createDirectory(root.resolve("abc"));
    Files.writeString(root.resolve(COPY), "trashed");
    clock.onNextLook(
        () -> {
          Path written = Files.writeString(root.resolve("written"), "written");
          Files.move(written, root.resolve(BLOCK), StandardCopyOption.ATOMIC_MOVE);
        });
    assertEquals(UntrashOutcome.ALREADY_LIVE, volume.untrash(HASH));
    assertEquals("written", Files.readString(root.resolve(BLOCK)));
    assertEquals(List.of("abc", BLOCK, COPY), files.names());
  }

  private static String copy(long deadline) {
    return BLOCK + ".trash." + deadline;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private PosixVolume open(Duration lifetime) throws IOException {
    TrashPolicy policy = new TrashPolicy(Duration.ofDays(1), lifetime);
    return PosixVolume.open(
        root,
        PosixOptions.defaults(),
        VolumeContext.defaults().withClock(clock).withTrashPolicy(policy));
  }
}
