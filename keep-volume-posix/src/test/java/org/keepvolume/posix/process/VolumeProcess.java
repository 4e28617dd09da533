// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.keepvolume.posix.Durability;

/** A volume in a JVM of its own, told line by line what to do. */
final class VolumeProcess implements AutoCloseable {
  private final ChildJvm child;
  private int commands;

  private VolumeProcess(ChildJvm child) {
    this.child = child;
  }

  /** What a command gave: "done" and a value, or the exception's type and message. */
  record Answer(int number, String type, String text) {
    Answer succeeded() {
      assertEquals("done", type, text);
      return this;
    }

    Answer failed(Class<? extends Exception> expected) {
      assertEquals(expected.getSimpleName(), type, text);
      return this;
    }
  }

  /** Starts a process without a volume, below a launcher such as strace. */
  static VolumeProcess start(List<String> launcher) throws IOException {
    return new VolumeProcess(ChildJvm.start(launcher, VolumeMain.class));
  }

  Answer open(Path root, Durability durability) throws IOException {
    return command("open\t" + root + "\t" + durability);
  }

  Answer write(TestBlock block) throws IOException {
    return onBlock("write", block);
  }

  Answer writeDirect(TestBlock block) throws IOException {
    return onBlock("write-direct", block);
  }

  /** The answer is the hash of what was read. */
  Answer read(TestBlock block) throws IOException {
    return onBlock("read", block);
  }

  /** As {@link #read}, into direct memory that is lent to the volume, and verified. */
  Answer readVerified(TestBlock block) throws IOException {
    return onBlock("read-verified", block);
  }

  Answer stat(TestBlock block) throws IOException {
    return onBlock("stat", block);
  }

  Answer touch(TestBlock block) throws IOException {
    return onBlock("touch", block);
  }

  /** The answer is the sorted hashes, joined by commas. */
  Answer index() throws IOException {
    return command("index");
  }

  /** Writes the block and its neighbour in two threads, see {@link Traffic#together}. */
  Answer writeWithNeighbour(TestBlock block, boolean onceMade) throws IOException {
    return onBlock(onceMade ? "write-then-neighbour" : "write-with-neighbour", block);
  }

  /** Runs {@link Traffic} to its end. */
  Answer traffic(long seed) throws IOException {
    return command("traffic\t" + seed);
  }

  /** Runs a shell command in the process, with the mounts it has. */
  void shell(String command) throws IOException {
    command("sh\t" + command).succeeded();
  }

  void exhaustDescriptors() throws IOException {
    command("exhaust").succeeded();
  }

  void releaseDescriptors() throws IOException {
    command("recover").succeeded();
  }

  /** Returns the plain files below the root as the process sees them. */
  List<String> list() throws IOException {
    String text = command("list").succeeded().text();
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  /** Ends the process and waits for it. */
  void finish() throws IOException, InterruptedException {
    child.finish();
  }

  private Answer onBlock(String command, TestBlock block) throws IOException {
    return command(command + "\t" + block.seed() + "\t" + block.size());
  }

  private Answer command(String line) throws IOException {
    child.send(line);
    String answer = child.receive();
    if (answer == null) {
      throw new AssertionError("the child ended at \"" + line + "\":\n" + child.errors());
    }
    int tab = answer.indexOf('\t');
    return new Answer(commands++, answer.substring(0, tab), answer.substring(tab + 1));
  }

  @Override
  public void close() {
    child.close();
  }
}
