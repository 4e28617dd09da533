// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.posix.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.keepvolume.Volume;
import org.keepvolume.VolumeException;
import org.keepvolume.posix.CrashVariant;

/** The child's main class: makes one call after another, each to be broken off by a strace. */
final class CrashMain {
  private final ExecutorService helper =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "helper");
            thread.setDaemon(true);
            return thread;
          });
  private final List<AutoCloseable> held = new ArrayList<>();
  private Path root = Path.of("/");
  private Volume volume;

  private CrashMain() {}

  public static void main(String[] args) throws Exception {
    CrashMain main = new CrashMain();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String answer;
      try {
        answer = "done\t" + main.run(line.split("\t", -1));
      } catch (VolumeException e) {
        String counts = e.sweep().map(CrashScript::counts).orElse("");
        answer = e.getClass().getSimpleName() + "\t" + counts + "\t" + e.getMessage();
      } catch (Exception e) { // whatever it is, undeclared ones too: the judge decides
        answer = e.getClass().getSimpleName() + "\t\t" + e.getMessage();
      }
      VolumeMain.answer(answer);
    }
  }

  private String run(String[] words) throws Exception {
    switch (words[0]) {
      case "threads" -> {
        return thread() + "\t" + helper.submit(CrashMain::thread).get();
      }
      case "open" -> {
        root = Path.of(words[1]);
        boolean keepsTrash = CrashScript.valueOf(words[3]).keepsTrash();
        volume =
            CrashVariant.valueOf(words[2])
                .open(root, CrashWorld.context(CrashWorld.NOW, keepsTrash).withExecutor(helper));
      }
      case "neighbour" -> {
        TestBlock block = CrashWorld.NEIGHBOUR;
        volume.write(block.hash(), ByteBuffer.wrap(block.content()));
      }
      case "run" -> {
        try {
          return CrashScript.valueOf(words[1]).run(volume);
        } finally {
          boolean unused = Files.exists(root.resolve(CrashPoint.END));
        }
      }
      case "close" -> volume.close();
      case "hold" -> hold(Path.of(words[1]));
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "";
  }

  /** Locks a whole lock file, made if it is missing, until the process ends. */
  private void hold(Path file) throws Exception {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    held.add(channel);
    FileLock unused = channel.lock();
  }

  /** Returns the kernel's number of this thread. */
  private static String thread() throws Exception {
    return Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
  }
}
