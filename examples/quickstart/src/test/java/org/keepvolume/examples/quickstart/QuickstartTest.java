// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepvolume.BlockHash;
import org.keepvolume.Volume;

/** Runs the quick start as a stranger would: as a program of its own. */
class QuickstartTest {
  @TempDir Path directory;
  private Path volume;

  @BeforeEach
  void nameTheVolume() {
    volume = directory.resolve("volume");
  }

  @Test
  void printsTheLocatorOfEachBlockAndListsTheVolume() throws Exception {
    Path file = Files.writeString(directory.resolve("hello.txt"), "hello\n");
    Output output = run(file);
    assertEquals(0, output.exit, output.err);
    String locator = "b1946ac92492d2347c6235b4d2611184+6";
    assertEquals(locator, output.lines().get(0));
    assertTrue(output.out.contains("hello.txt: 1 block(s) read back, all equal"), output.out);
    assertTrue(output.lines().get(3).startsWith("  " + locator + "  "), output.out);
    assertTrue(Files.exists(volume.resolve("b19/b1946ac92492d2347c6235b4d2611184")));
  }

  @Test
  void cutsALargeFileIntoBlocks() throws Exception {
    Path file = directory.resolve("large.bin");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(Volume.MAX_BLOCK_SIZE + 3L);
    }
    Output output = run(file);
    assertEquals(0, output.exit, output.err);
    assertTrue(output.lines().get(0).endsWith("+67108864"), output.out);
    assertEquals(BlockHash.of(new byte[3]) + "+3", output.lines().get(1));
  }

  @Test
  void storesAnEmptyFileAsTheEmptyBlock() throws Exception {
    Output output = run(Files.createFile(directory.resolve("empty")));
    assertEquals(0, output.exit, output.err);
    assertEquals(BlockHash.EMPTY + "+0", output.lines().get(0));
  }

  @Test
  void refusesAMissingFileBeforeItStoresAnything() throws Exception {
    Path present = Files.writeString(directory.resolve("present"), "x");
    Path missing = directory.resolve("missing");
    Output output = run(present, missing);
    assertEquals(1, output.exit);
    assertEquals(
        "quickstart: " + missing + " is not a file that can be read; nothing was stored\n",
        output.err);
    assertFalse(Files.exists(volume));
  }

  @Test
  void snippetOfTheReadmeReadsBackWhatItStored() throws Exception {
    byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(bytes, Embedding.storeAndReadBack(Files.createDirectory(volume), bytes));
  }

  private record Output(int exit, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private Output run(Path... files) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Quickstart.class.getName(),
            "--volume",
            volume.toString());
    for (Path file : files) {
      command.command().add(file.toString());
    }
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    int exit = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Output(exit, Files.readString(out), Files.readString(err));
  }
}
