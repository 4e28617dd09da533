// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.keepvolume.posix.CrashVariant;

/** A JVM whose calls are broken off, see {@link CrashMain}. */
final class CrashProcess implements AutoCloseable {
  private final ChildJvm child;
  private final CrashScript script;
  private final CrashVariant variant;
  private final long caller;
  private final long helper;

  /**
   * What a call came to.
   *
   * @param type "done", or the exception's
   * @param value what an acknowledged call gave, or the counts that the exception has
   */
  record Answer(String type, String value, String text) {
    boolean isDone() {
      return type.equals("done");
    }
  }

  private CrashProcess(
      ChildJvm child, CrashScript script, CrashVariant variant, long caller, long helper) {
    this.child = child;
    this.script = script;
    this.variant = variant;
    this.caller = caller;
    this.helper = helper;
  }

  /** Starts one that has made the script's call before, so that its classes are loaded. */
  static CrashProcess start(CrashScript script, CrashVariant variant, Path warmUp)
      throws IOException {
    ChildJvm child = ChildJvm.start(List.of(), CrashMain.class);
    child.send("threads");
    String[] threads = child.receive().split("\t", -1);
    CrashProcess process =
        new CrashProcess(
            child, script, variant, Long.parseLong(threads[1]), Long.parseLong(threads[2]));
    CrashWorld.make(script, warmUp);
    process.open(warmUp);
    process.require(process.run());
    process.require(process.command("neighbour"));
    process.closeVolume();
    return process;
  }

  void open(Path root) throws IOException {
    require(command("open\t" + root + "\t" + variant + "\t" + script));
    if (script != CrashScript.WRITE_FIRST) {
      require(command("neighbour"));
    }
  }

  AttachedStrace attach(boolean toHelper, Path file, List<String> options) throws IOException {
    return AttachedStrace.to(toHelper ? helper : caller, file, options);
  }

  /** Makes the script's call; returns null if the process died of it. */
  @Nullable
  Answer run() throws IOException {
    return command("run\t" + script);
  }

  /** Writes another block of the same directory, to see whether the volume still works. */
  @Nullable
  Answer writeNeighbour() throws IOException {
    return command("neighbour");
  }

  void closeVolume() throws IOException {
    require(command("close"));
  }

  /** Returns what the process has open below a directory, beside a lock file. */
  List<String> descriptors(Path root) throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(caller), "fd"))) {
      return links
          .map(CrashProcess::target)
          .filter(path -> path.startsWith(root + "/") && !path.endsWith("/.keep-volume.lock"))
          .toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  private void require(@Nullable Answer answer) {
    if (answer == null || !answer.isDone()) {
      throw new AssertionError(script + ": " + answer + "\n" + child.errorsOrNone());
    }
  }

  @Nullable
  private Answer command(String line) throws IOException {
    child.send(line);
    String said = child.receive();
    if (said == null) {
      return null;
    }
    String[] words = said.split("\t", 3);
    return new Answer(words[0], words[1], words.length > 2 ? words[2] : "");
  }

  @Override
  public void close() {
    child.close();
  }
}
