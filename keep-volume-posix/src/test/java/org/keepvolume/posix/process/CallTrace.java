// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.keepvolume.BlockNotFoundException;
import org.keepvolume.TrashPolicy;
import org.keepvolume.posix.Durability;
import org.keepvolume.posix.process.VolumeProcess.Answer;

/** Runs a volume's operations under strace, and returns the system calls of each as words. */
final class CallTrace {
  static final int MIB = 1 << 20;

  /** The first change of a process makes the lock file; Java looks at it once more to lock it. */
  static final List<String> MAKE_LOCK_FILE =
      List.of(
          "stat root",
          "stat lock-file = ENOENT",
          "create lock-file",
          "close lock-file",
          "stat lock-file",
          "open-to-write lock-file",
          "stat lock-file",
          "stat lock-file");

  /** Having locked, a volume makes sure that it is not a removed file that it has locked. */
  static final List<String> LOCK = List.of("lock lock-file", "stat lock-file");

  static final List<String> UNLOCK = List.of("unlock lock-file");
  static final List<String> SYNC_ROOT = List.of("open root", "fsync root", "close root");
  static final List<String> SYNC_DIRECTORY =
      List.of("open directory", "fsync directory", "close directory");
  static final List<String> SYNC_TIME =
      List.of("open-nofollow block", "fsync block", "close block");

  private final Path root;
  private final Strace strace;
  private TrashPolicy policy = new TrashPolicy(Duration.ZERO, Duration.ofHours(1));
  private long minFree;

  /** Makes the volume's root and keeps the trace beside it. */
  CallTrace(Path scratch) throws IOException {
    root = Files.createDirectory(scratch.resolve("root"));
    strace = new Strace(scratch.resolve("trace"), root);
  }

  Path root() {
    return root;
  }

  CallTrace withLifetime(Duration lifetime) {
    policy = new TrashPolicy(Duration.ZERO, lifetime);
    return this;
  }

  CallTrace withMinFree(long bytes) {
    minFree = bytes;
    return this;
  }

  interface Step {
    Answer on(VolumeProcess volume) throws IOException;
  }

  static Answer missed(Answer answer) {
    return new Answer(answer.failed(BlockNotFoundException.class).number(), "done", "");
  }

  /** Runs the steps one after the other, and returns the calls of each. */
  List<List<String>> of(Durability durability, TestBlock block, Step... steps) throws Exception {
    List<Integer> commands = new ArrayList<>();
    try (VolumeProcess volume = VolumeProcess.start(strace.launcher())) {
      volume.open(root, durability, policy, minFree).succeeded();
      for (Step step : steps) {
        commands.add(step.on(volume).succeeded().number());
      }
      volume.finish();
    }
    CallText text = new CallText(root, block);
    List<List<String>> traced = new ArrayList<>();
    for (int command : commands) {
      traced.add(text.of(strace.calls(command)));
    }
    return traced;
  }

  /** JDK 17 looks at a file before it opens it for a change of times that follows no link. */
  static List<String> setTimes(String file) {
    return joined(
        Runtime.version().feature() == 17 ? List.of("stat " + file) : List.of(),
        List.of("open-nofollow " + file, "utimensat " + file, "close " + file));
  }

  /** Java looks at a file before it deletes it. */
  static List<String> delete(String file) {
    return List.of("stat " + file, "unlink " + file);
  }

  /** Java opens a directory, and a second descriptor for what is done relative to it. */
  static List<String> openToList(String open, String directory) {
    return List.of(
        open + " " + directory,
        "dup " + directory,
        "stat " + directory,
        "F_GETFL " + directory,
        "F_SETFD, FD_CLOEXEC " + directory);
  }

  static List<String> closeListed(String directory) {
    return List.of("close " + directory, "close " + directory);
  }

  static List<String> slices(String verb, int size) {
    List<String> slices = new ArrayList<>();
    for (int left = size; left > 0; left -= MIB) {
      slices.add(verb + " " + Math.min(left, MIB));
    }
    return slices;
  }

  @SafeVarargs
  static List<String> joined(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
