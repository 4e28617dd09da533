// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.keepvolume.TrashPolicy;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.PosixMutant;
import org.keepvolume.posix.TimeLimits;

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

  /**
   * Has volumes that are opened from now on use one helper thread: strace counts the calls of which
   * it lets the n-th fail thread by thread.
   */
  void useOneHelper() throws IOException {
    command("one-helper").succeeded();
  }

  /** With the default trash policy; a full disk stops writes, and not sooner. */
  Answer open(Path root, Durability durability) throws IOException {
    return open(root, durability, TrashPolicy.defaults());
  }

  Answer open(Path root, Durability durability, TrashPolicy policy) throws IOException {
    return open(root, durability, policy, 0);
  }

  Answer open(Path root, Durability durability, TrashPolicy policy, long minFree)
      throws IOException {
    return command("open\t" + volume(root, durability, policy, minFree));
  }

  private static String volume(Path root, Durability durability, TrashPolicy policy, long minFree) {
    return String.join(
        "\t",
        root.toString(),
        durability.toString(),
        policy.minimumAge().toString(),
        policy.lifetime().toString(),
        Long.toString(minFree));
  }

  /** Opens the volume of a mutant, durable and with room to the last byte. */
  Answer openMutant(PosixMutant mutant, Path root, TrashPolicy policy) throws IOException {
    return command(
        "open-mutant\t" + mutant.name() + "\t" + volume(root, Durability.FULL, policy, 0));
  }

  /** With limits of waiting, and nothing too young for the trash. */
  Answer open(Path root, TimeLimits limits) throws IOException {
    TrashPolicy policy = new TrashPolicy(Duration.ZERO, Duration.ofDays(1));
    return command(
        "open\t"
            + volume(root, Durability.FULL, policy, 0)
            + "\t"
            + limits.progress()
            + "\t"
            + limits.total());
  }

  Answer closeVolume() throws IOException {
    return command("close");
  }

  /** The answer is what {@link org.keepvolume.posix.VolumeLeftovers} finds. */
  Answer leftovers() throws IOException {
    return command("leftovers");
  }

  /** Begins an operation on a block in a thread of its own. */
  void start(String operation, TestBlock block) throws IOException {
    onBlock("start\t" + operation, block).succeeded();
  }

  /** Waits until a thread is in all these methods, {@code Class.method}, or the call ends. */
  void awaitIn(String... methods) throws IOException {
    command("await\t" + String.join(" ", methods)).succeeded();
  }

  /** Waits until no thread is in all these methods. */
  void awaitNoneIn(String... methods) throws IOException {
    command("await-end\t" + String.join(" ", methods)).succeeded();
  }

  /** Interrupts the operation that was started, and waits for its end. */
  BackgroundCall.End interruptAndJoin() throws IOException {
    command("interrupt").succeeded();
    return BackgroundCall.End.parse(command("join").succeeded().text());
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

  /** The answer is the outcome. */
  Answer trash(TestBlock block) throws IOException {
    return onBlock("trash", block);
  }

  /** The answer is the outcome. */
  Answer untrash(TestBlock block) throws IOException {
    return onBlock("untrash", block);
  }

  /** The answer is the counts, as a TrashSweep writes them. */
  Answer sweep() throws IOException {
    return command("sweep");
  }

  /** The answer is what it threw, and the counts that came with it. */
  Answer brokenSweep() throws IOException {
    return command("broken-sweep");
  }

  /** The answer is each copy's hash, size and deadline in Unix seconds, sorted, comma between. */
  Answer indexTrash(String prefix) throws IOException {
    return command("index-trash\t" + prefix);
  }

  Answer status() throws IOException {
    return command("status");
  }

  /** The answer is the sorted hashes, joined by commas. */
  Answer index() throws IOException {
    return command("index");
  }

  /** Writes the block and its neighbour in two threads, see {@link Traffic#together}. */
  Answer writeWithNeighbour(TestBlock block, boolean onceMade) throws IOException {
    return onBlock(onceMade ? "write-then-neighbour" : "write-with-neighbour", block);
  }

  /** Runs {@link MarkedTraffic} to its end. */
  Answer traffic(MarkedTraffic.Style style, long seed) throws IOException {
    return command("traffic\t" + style + "\t" + seed);
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
