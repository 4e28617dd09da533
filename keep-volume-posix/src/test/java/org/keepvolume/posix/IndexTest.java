// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepvolume.BlockHash;
import org.keepvolume.BlockInfo;
import org.keepvolume.BlockPrefix;

/** Listing blocks: which are shown, and what a visitor may do. */
class IndexTest {
  private static final List<BlockHash> BLOCKS =
      Stream.of("", "0001", "a", "ab", "abc", "abcd", "abcd1", "abce", "abd", "b", "fff", "ffff")
          .map(SampleData::hash)
          .toList();

  @TempDir Path root;

  private VolumeFiles files;
  private PosixVolume volume;

  @BeforeEach
  void openVolume() throws IOException {
    files = new VolumeFiles(root);
    volume = PosixVolume.open(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "a",
        "f",
        "9",
        "ab",
        "ff",
        "99",
        "abc",
        "000",
        "999",
        "abcd",
        "0001",
        "abcf",
        "abcd0000000000000000000000000000",
        "abcdf000000000000000000000000000"
      })
  @DisplayName("IX-1, IX-2: every block with the prefix is listed once, as stat shows it")
  void everyBlockWithThePrefixIsListed(String digits) throws IOException {
    placeAll(BLOCKS);
    BlockPrefix prefix = BlockPrefix.parse(digits);
    List<BlockInfo> expected = new ArrayList<>();
    for (BlockHash hash : BLOCKS) {
      if (prefix.matches(hash)) {
        expected.add(volume.stat(hash));
      }
    }
    List<BlockInfo> listed = new ArrayList<>();
    volume.index(prefix, listed::add);
    listed.sort((a, b) -> a.hash().compareTo(b.hash()));
    assertEquals(expected, listed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "abc", "abcd", "abcd0000000000000000000000000000"})
  void emptyVolumeListsNothing(String digits) throws IOException {
    assertEquals(List.of(), listed(BlockPrefix.parse(digits)));
  }

  @Test
  @DisplayName("IX-3: a block in a directory of another prefix is not listed")
  void misplacedBlockIsNotListed() throws IOException {
    placeAll(List.of(SampleData.hash("abc")));
    Files.copy(
        files.block(SampleData.hash("abc")),
        files.directory(SampleData.hash("abc")).resolve(SampleData.hash("def").toString()));
    assertEquals(List.of(SampleData.hash("abc")), listed(BlockPrefix.ALL));
    assertEquals(List.of(), listed(BlockPrefix.parse("def")));
  }

  @Test
  @DisplayName("IX-5: a visitor that returns false ends the listing with success")
  void visitorStopsTheListing() throws IOException {
    placeAll(BLOCKS);
    for (int stop = 1; stop <= BLOCKS.size(); stop++) {
      int last = stop;
      List<BlockHash> listed = new ArrayList<>();
      volume.index(
          BlockPrefix.ALL,
          block -> {
            listed.add(block.hash());
            return listed.size() < last;
          });
      assertEquals(stop, listed.size());
    }
  }

  static Stream<Throwable> visitorFailures() {
    return Stream.of(
        new IOException("visitor"),
        new NoSuchFileException("visitor"),
        // What a directory stream throws, and the volume catches from its own.
        new DirectoryIteratorException(new IOException("visitor")),
        new IllegalStateException("visitor"),
        new AssertionError("visitor"));
  }

  @ParameterizedTest
  @MethodSource("visitorFailures")
  @DisplayName("IX-5: what the visitor throws comes back as the same instance, at once")
  void failureOfTheVisitorComesBack(Throwable failure) throws IOException {
    placeAll(BLOCKS);
    int[] visits = {0};
    Throwable thrown =
        assertThrows(
            Throwable.class,
            () ->
                volume.index(
                    BlockPrefix.ALL,
                    block -> {
                      visits[0]++;
                      throwAny(failure);
                      return true;
                    }));
    assertSame(failure, thrown);
    assertEquals(1, visits[0]);
  }

  @Test
  void blockRemovedDuringTheListingIsSkipped() throws IOException {
    List<BlockHash> together = List.of(SampleData.hash("abc"), SampleData.hash("abc1"));
    placeAll(together);
    List<BlockHash> listed = new ArrayList<>();
    volume.index(
        BlockPrefix.ALL,
        block -> {
          listed.add(block.hash());
          for (BlockHash hash : together) {
            if (!hash.equals(block.hash())) {
              Files.delete(files.block(hash));
            }
          }
          return true;
        });
    assertEquals(1, listed.size());
  }

  @Test
  void directoryRemovedDuringTheListingIsSkipped() throws IOException {
    placeAll(List.of(SampleData.hash("abc"), SampleData.hash("def")));
    List<BlockHash> listed = new ArrayList<>();
    volume.index(
        BlockPrefix.ALL,
        block -> {
          listed.add(block.hash());
          Files.deleteIfExists(files.block(SampleData.hash("def")));
          Files.deleteIfExists(files.directory(SampleData.hash("def")));
          return true;
        });
    assertEquals(List.of(SampleData.hash("abc")), listed);
  }

  @Test
  void visitorMayUseTheVolume() throws IOException {
    placeAll(BLOCKS);
    List<BlockHash> listed = new ArrayList<>();
    volume.index(
        BlockPrefix.ALL,
        block -> {
          assertEquals(block, volume.stat(block.hash()));
          assertEquals(block.size(), volume.read(block.hash(), new RecordingSink()));
          volume.touch(block.hash());
          volume.index(BlockPrefix.of(block.hash()), same -> listed.add(same.hash()));
          return true;
        });
    assertEquals(BLOCKS, listed.stream().sorted().toList());
  }

  private void placeAll(Collection<BlockHash> hashes) throws IOException {
    int size = 0;
    for (BlockHash hash : hashes) {
      files.place(hash, new byte[size], VolumeFiles.START.plusSeconds(size));
      size++;
    }
  }

  private List<BlockHash> listed(BlockPrefix prefix) throws IOException {
    List<BlockHash> listed = new ArrayList<>();
    volume.index(prefix, block -> listed.add(block.hash()));
    return listed;
  }

  @SuppressWarnings("unchecked") // a cast to an unchecked type lets any failure out of a lambda
  private static <T extends Throwable> void throwAny(Throwable failure) throws T {
    throw (T) failure;
  }
}
