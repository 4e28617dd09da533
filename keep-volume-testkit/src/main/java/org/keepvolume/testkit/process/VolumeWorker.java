// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import com.google.common.base.Throwables;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.keepvolume.VolumeException;

/**
 * The main class of the second JVM: does on volumes what the lines of its input say, and answers
 * each with one line of output.
 *
 * <p>Only {@link OtherProcess} starts it. It ends when its input ends, also in the middle of a
 * call, so that it does not outlive the process that started it.
 */
public final class VolumeWorker {
  /** The first field of the answer to a command that succeeded. */
  static final String DONE = "done";

  /** The first field of the answer to a command that ended with an exception of the volume. */
  static final String FAILED = "failed";

  /** The first field of the answer to a command that ended with anything else. */
  static final String FOREIGN = "foreign";

  private final VolumeCommands commands;
  private final OutputStream answers;

  private VolumeWorker(VolumeCommands commands, OutputStream answers) {
    this.commands = commands;
    this.answers = answers;
  }

  /**
   * Answers commands until the input ends, and then ends the JVM.
   *
   * @param args the name of the {@link VolumeOpener}'s class, and the argument to give it
   */
  public static void main(String[] args) {
    FileInputStream in = new FileInputStream(FileDescriptor.in);
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    // What volumes and libraries print or ask for is no part of the conversation.
    System.setOut(System.err);
    System.setIn(InputStream.nullInputStream());
    int code = 1;
    try (OutputStream answers = new BufferedOutputStream(out)) {
      VolumeOpener opener =
          Class.forName(args[0]).asSubclass(VolumeOpener.class).getConstructor().newInstance();
      new VolumeWorker(new VolumeCommands(opener, args[1]), answers).answerAll(new LineInput(in));
      code = 0;
    } catch (Throwable e) {
      System.err.println(Throwables.getStackTraceAsString(e));
    } finally {
      // Neither a call that hangs nor a thread that a volume left may keep the process.
      Runtime.getRuntime().halt(code);
    }
  }

  /** Calls run on a thread of their own, so that the end of the input is seen during a call too. */
  private void answerAll(LineInput lines) throws IOException {
    ExecutorService calls = Executors.newSingleThreadExecutor();
    for (String line = lines.next(); line != null; line = lines.next()) {
      String command = line;
      calls.execute(() -> answer(command));
    }
  }

  private void answer(String command) {
    Line answer = outcome(command);
    // What a volume left of an interrupt is not the next call's.
    boolean unused = Thread.interrupted();
    try {
      answer.writeTo(answers);
    } catch (Throwable e) {
      // Whoever waits for this answer sees the end of the process instead.
      System.err.println(Throwables.getStackTraceAsString(e));
      Runtime.getRuntime().halt(1);
    }
  }

  private Line outcome(String command) {
    try {
      return new Line().add(DONE).addAll(commands.run(new LineReader(command)));
    } catch (VolumeException e) {
      return new Line().add(FAILED).addAll(Failures.line(e));
    } catch (Throwable e) {
      return new Line().add(FOREIGN).addAll(Failures.foreignLine(e));
    }
  }
}
