// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockPrefix;
import org.keepvolume.VolumeFailureException;
import org.keepvolume.posix.process.Tools;

/** What has a block's or a prefix directory's name and is something else (RD-11). */
class SpecialFilesTest {
  /** Far more than any of these calls takes, and less than for ever. */
  private static final Duration HANG = Duration.ofMinutes(1);

  private static final BlockHash GOOD = SampleData.hash("abd");
  private static final BlockHash HASH = SampleData.hash("abc");

  /** Something that lies where a block should. */
  enum Kind {
    DIRECTORY("a directory") {
      @Override
      void make(Path path, Path good) throws IOException {
        Files.createDirectory(path);
      }
    },
    LINK_TO_A_BLOCK("a symbolic link") {
      @Override
      void make(Path path, Path good) throws IOException {
        Files.createSymbolicLink(path, good);
      }
    },
    DANGLING_LINK("a symbolic link") {
      @Override
      void make(Path path, Path good) throws IOException {
        Files.createSymbolicLink(path, Path.of("nowhere"));
      }
    },
    FIFO("a FIFO, socket or device") {
      @Override
      void make(Path path, Path good) throws IOException {
        Tools.require("mkfifo", "coreutils");
        Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        assertEquals(0, mkfifo.onExit().join().exitValue());
      }
    },
    SOCKET("a FIFO, socket or device") {
      @Override
      void make(Path path, Path good) throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          // The name stays when the socket is closed.
          socket.bind(UnixDomainSocketAddress.of(path));
        }
      }
    };

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    abstract void make(Path path, Path good) throws IOException;

    /** Returns what a message calls it. */
    String words() {
      return words;
    }
  }

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolumeWithAGoodBlock() throws IOException {
    // The messages name real paths.
    root = root.toRealPath();
    files = new VolumeFiles(root);
    files.place(GOOD, new byte[] {7}, VolumeFiles.START);
    volume = PosixVolume.open(root);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("RD-11: a failure naming it, on every call, at once; it stays as it is")
  void isRefusedInPlaceOfABlock(Kind kind) throws IOException {
    Path path = files.block(HASH);
    Files.createDirectory(path.getParent());
    kind.make(path, files.block(GOOD));
    Map<String, String> before = files.snapshot();
    for (VolumeCall call :
        List.of(
            VolumeCall.READ,
            VolumeCall.STAT,
            VolumeCall.TOUCH,
            VolumeCall.WRITE,
            VolumeCall.TRASH,
            VolumeCall.UNTRASH)) {
      String detail = path + " is " + kind.words + ", not a block's file";
      assertRefused(call, call.subject(volume, HASH) + detail);
    }
    assertEquals(before, files.snapshot());
  }

  @ParameterizedTest
  @EnumSource
  void isNotListedInPlaceOfABlock(Kind kind) throws IOException {
    Files.createDirectory(files.directory(HASH));
    kind.make(files.block(HASH), files.block(GOOD));
    assertEquals(List.of(GOOD), listed());
  }

  @ParameterizedTest
  @EnumSource(names = "DIRECTORY", mode = EnumSource.Mode.EXCLUDE)
  void isRefusedInPlaceOfAPrefixDirectory(Kind kind) throws IOException {
    Path path = files.directory(HASH);
    kind.make(path, files.directory(GOOD));
    Map<String, String> before = files.snapshot();
    for (VolumeCall call : EnumSet.complementOf(EnumSet.of(VolumeCall.STATUS))) {
      String detail = path + " is " + kind.words + ", not a directory";
      assertRefused(call, call.subject(volume, HASH) + detail);
    }
    assertEquals(before, files.snapshot());
  }

  @ParameterizedTest
  @CsvSource({"READ", "STAT", "TOUCH", "WRITE", "TRASH", "UNTRASH"})
  void regularFileIsRefusedInPlaceOfAPrefixDirectory(VolumeCall call) throws IOException {
    Path path = Files.createFile(files.directory(HASH));
    Map<String, String> before = files.snapshot();
    String detail = path + " is a regular file, not a directory";
    assertRefused(call, call.subject(volume, HASH) + detail);
    assertEquals(before, files.snapshot());
    assertEquals(List.of(GOOD), listed());
  }

  @ParameterizedTest
  @CsvSource({"READ", "STAT", "TOUCH", "WRITE", "TRASH", "UNTRASH"})
  void regularFileInPlaceOfAKnownPrefixDirectoryIsNotFollowed(VolumeCall call) throws IOException {
    volume.write(HASH, ByteBuffer.allocate(1));
    Files.delete(files.block(HASH));
    Files.delete(files.directory(HASH));
    Files.createFile(files.directory(HASH));
    assertThrows(IOException.class, () -> call.on(volume, HASH));
    assertEquals(0, Files.size(files.directory(HASH)));
  }

  @ParameterizedTest
  @CsvSource({"a", "ab", "abd", "abd0"})
  void linkedPrefixDirectoryDoesNotDisturbTheIndexOfOthers(String prefix) throws IOException {
    Files.createSymbolicLink(root.resolve("fff"), files.directory(GOOD));
    List<BlockHash> listed = new ArrayList<>();
    volume.index(BlockPrefix.parse(prefix), block -> listed.add(block.hash()));
    assertEquals(List.of(GOOD), listed);
  }

  private List<BlockHash> listed() throws IOException {
    List<BlockHash> listed = new ArrayList<>();
    assertTimeoutPreemptively(
        HANG, () -> volume.index(BlockPrefix.ALL, block -> listed.add(block.hash())));
    return listed;
  }

  private void assertRefused(VolumeCall call, String message) {
    VolumeFailureException e =
        assertTimeoutPreemptively(
            HANG,
            () -> assertThrows(VolumeFailureException.class, () -> call.on(volume, HASH)),
            call.toString());
    assertEquals(message, e.getMessage());
  }
}
