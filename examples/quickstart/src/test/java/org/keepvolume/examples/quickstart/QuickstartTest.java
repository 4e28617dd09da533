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
import java.util.stream.Stream;
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
  void readsOldVolumesAndListsWhatIsWhereWithoutChangingThem() throws Exception {
    Path first = oldVolumeWith("foo", "acbd18db4cc2f85cedef654fccc4a4d8");
    Path second = oldVolumeWith("bar", "37b51d194a7513e45b56f6524f2d51f2");
    Path file = Files.writeString(directory.resolve("hello.txt"), "hello\n");
    String foo = "acbd18db4cc2f85cedef654fccc4a4d8+3";
    Output output = run("--old", first, "--old", second, "--get", foo, file);
    assertEquals(0, output.exit, output.err);
    List<String> lines = output.lines();
    assertEquals("acbd18db4cc2f85cedef654fccc4a4d8: 3 bytes read, verified", lines.get(2));
    assertEquals("the volume posix:" + volume + " holds:", lines.get(3));
    assertTrue(lines.get(4).startsWith("  b1946ac92492d2347c6235b4d2611184+6  "), output.out);
    assertEquals("the old volume posix:" + first + " holds:", lines.get(5));
    assertTrue(lines.get(6).startsWith("  " + foo + "  "), output.out);
    assertEquals("the old volume posix:" + second + " holds:", lines.get(7));
    assertTrue(lines.get(8).startsWith("  37b51d194a7513e45b56f6524f2d51f2+3  "), output.out);
    assertEquals(List.of("acb"), namesIn(first));
    assertEquals(List.of("37b"), namesIn(second));
  }

  @Test
  void aFileThatOldVolumesHaveIsStoredOnTheNewOneToo() throws Exception {
    Path old = oldVolumeWith("foo", "acbd18db4cc2f85cedef654fccc4a4d8");
    Output output = run("--old", old, Files.writeString(directory.resolve("foo.txt"), "foo"));
    assertEquals(0, output.exit, output.err);
    assertEquals("foo", Files.readString(volume.resolve("acb/acbd18db4cc2f85cedef654fccc4a4d8")));
    assertEquals(List.of("acb"), namesIn(old));
  }

  @Test
  void aMissingBlockAndWhatIsNoLocatorAreToldApart() throws Exception {
    Path file = Files.writeString(directory.resolve("hello.txt"), "hello\n");
    Output missing = run("--get", BlockHash.of(new byte[1]), file);
    assertEquals(1, missing.exit);
    assertTrue(missing.err.contains("quickstart: read "), missing.err); // newer JDKs warn first
    Output wrong = run("--get", "film.mkv", file);
    assertEquals(2, wrong.exit);
    assertTrue(wrong.err.contains("film.mkv"), wrong.err);
  }

  @Test
  void snippetOfTheReadmeReadsBackWhatItStored() throws Exception {
    byte[] bytes = "hello".getBytes(StandardCharsets.UTF_8);
    Path old = Files.createDirectory(directory.resolve("old"));
    assertArrayEquals(bytes, Embedding.storeAndReadBack(old, Files.createDirectory(volume), bytes));
    assertEquals(List.of(), namesIn(old));
  }

  private Path oldVolumeWith(String content, String hash) throws IOException {
    Path old = Files.createDirectory(directory.resolve("old-" + content));
    Files.writeString(
        Files.createDirectory(old.resolve(hash.substring(0, 3))).resolve(hash), content);
    return old;
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }

  private record Output(int exit, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private Output run(Object... arguments) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Quickstart.class.getName(),
            "--volume",
            volume.toString());
    for (Object argument : arguments) {
      command.command().add(argument.toString());
    }
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    int exit = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Output(exit, Files.readString(out), Files.readString(err));
  }
}
