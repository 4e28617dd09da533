// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import java.util.List;

/** Makes a process slow where a block changes: gaps of microseconds become as wide as the delay. */
public final class SlowProcess {
  /** In microseconds. */
  private static final int DELAY = Integer.getInteger("keepvolume.posix.race.delay", 20_000);

  /** All that gives a file another name or time, by whatever name the C library calls it. */
  private static final String CALLS =
      "rename,renameat,renameat2,link,linkat,unlink,unlinkat,utimensat";

  private SlowProcess() {}

  /** Returns what starts a process in which each of these system calls begins late. */
  public static List<String> launcher() {
    Tools.require("strace", "strace");
    return List.of(
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=" + CALLS,
        "-e",
        "inject=" + CALLS + ":delay_enter=" + DELAY);
  }
}
