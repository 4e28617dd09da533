// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.testkit.process;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Throwables.throwIfInstanceOf;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.annotation.Nullable;
import org.keepvolume.Operation;
import org.keepvolume.TrashPolicy;
import org.keepvolume.Volume;
import org.keepvolume.VolumeContext;
import org.keepvolume.VolumeException;
import org.keepvolume.config.VolumeConfig;
import org.keepvolume.testkit.history.RaceSetup;
import org.keepvolume.testkit.history.Side;

/**
 * A second JVM, in which volumes can be opened and used from this one, and which can be killed.
 *
 * <p>It has the class path of this JVM, and ends with it at the latest. Its volumes may be used
 * from several threads, but it does one call at a time: the others wait. What goes wrong with the
 * process itself, such as its death during a call or an answer that makes no sense or does not come
 * for two minutes, is an {@link AssertionError} that shows its error output; after that the process
 * is gone.
 */
public final class OtherProcess implements AutoCloseable {
  private static final long ANSWER_MINUTES = 2;

  private final WorkerJvm worker;

  /** Held from the sending of a command until its answer is read. */
  private final ReentrantLock call = new ReentrantLock();

  private volatile boolean ended;

  private OtherProcess(WorkerJvm worker) {
    this.worker = worker;
  }

  /**
   * Starts a second JVM.
   *
   * @param opener opens the volumes there; a public class with a public constructor without
   *     parameters
   * @param argument what the opener is given to name the device; no secret, since every user of the
   *     host can see it
   * @return the process; to be closed by the caller
   * @throws IllegalArgumentException if the opener is no such class
   * @throws AssertionError if no process could be started
   */
  public static OtherProcess start(Class<? extends VolumeOpener> opener, String argument) {
    return start(List.of(), opener, argument);
  }

  /**
   * Starts a second JVM that opens volumes of a configuration, with the provider that it finds on
   * the class path of this JVM.
   *
   * @param config the configuration of the device under test; its texts are arguments of the
   *     process, which every user of the host can see
   * @return the process; to be closed by the caller
   * @throws IllegalStateException if a secret is set
   * @throws AssertionError if no process could be started
   */
  public static OtherProcess start(VolumeConfig config) {
    return start(ConfigOpener.class, ConfigOpener.argument(config));
  }

  /**
   * Starts a second JVM below another program.
   *
   * @param launcher the command that is put before that of the JVM, such as strace with its
   *     options; a program that passes on its standard input and output, and ends when the JVM has
   *     ended; empty: none
   * @param opener opens the volumes there; a public class with a public constructor without
   *     parameters
   * @param argument what the opener is given to name the device; no secret, since every user of the
   *     host can see it
   * @return the process; to be closed by the caller
   * @throws IllegalArgumentException if the opener is no such class
   * @throws AssertionError if no process could be started
   */
  public static OtherProcess start(
      List<String> launcher, Class<? extends VolumeOpener> opener, String argument) {
    checkArgument(
        Modifier.isPublic(opener.getModifiers()) && opener.getConstructors().length > 0,
        "%s must be a public class with a public constructor without parameters",
        opener.getName());
    try {
      return new OtherProcess(WorkerJvm.start(launcher, opener, argument));
    } catch (IOException e) {
      throw new AssertionError("no second JVM could be started: " + e, e);
    }
  }

  /**
   * Opens a volume in the second JVM, beside those opened there before.
   *
   * <p>Its clock is the context's: it is asked in this JVM at the start of each call, and that time
   * holds until the end of the call. The system's clock is the system's there too. The trash policy
   * is the context's; the executor is not passed on.
   *
   * <p>Every method of the result runs in the second JVM, except {@code deviceId} and {@code
   * capabilities}, which were asked there once, at open. A block read, and the entries of a
   * listing, come over as a whole: sink and visitor are called in this JVM after the call there has
   * ended with success, and not at all otherwise. The interruption of a calling thread is not
   * passed on: the call runs to its end, and the flag stays set.
   *
   * <p>The exceptions are those of the second JVM: a {@link VolumeException} has the same type,
   * fields and counts; anything else is an {@link IllegalStateException} that names class and
   * message. Causes are replaced by the text of their stack traces.
   *
   * @param context clock and trash policy
   * @return the volume; its close closes that of the second JVM, and does nothing once the process
   *     was killed or closed
   * @throws VolumeException if the opener threw it
   * @throws IllegalStateException if the opener threw anything else
   * @throws AssertionError if something is wrong with the process
   */
  public Volume open(VolumeContext context) throws VolumeException {
    InstantSource clock = context.clock();
    TrashPolicy policy = context.trashPolicy();
    Line parameters =
        new Line()
            .add(Operation.OPEN.name())
            .add(clock.equals(VolumeContext.defaults().clock()))
            .add(policy.minimumAge())
            .add(policy.lifetime());
    return call(parameters, clock, answer -> RemoteVolume.opened(this, clock, answer));
  }

  /**
   * Opens volumes in the second JVM for a race, and returns what runs threads of that JVM on them.
   *
   * <p>Their clock is the given one, asked in this JVM at the start of each run, and goes on from
   * there during the run. A process takes part in one race after another, not in two at a time.
   *
   * @param setup what the side begins with
   * @param clock the clock that is moved between runs
   * @return the side; its close closes the volumes
   * @throws IOException if the opener threw it
   * @throws AssertionError if something is wrong with the process
   */
  public Side join(RaceSetup setup, InstantSource clock) throws IOException {
    return RemoteSide.open(this, setup, clock);
  }

  /** Has a command done there, and returns what its answer says. */
  <T> T call(Line command, InstantSource clock, Function<LineReader, T> result)
      throws VolumeException {
    Exception failure;
    call.lock();
    try {
      String answer = answer(new Line().add(clock.instant()).addAll(command), command.summary());
      try {
        LineReader fields = new LineReader(answer);
        String kind = fields.text();
        if (kind.equals(VolumeWorker.DONE)) {
          return result.apply(fields);
        }
        checkArgument(
            kind.equals(VolumeWorker.FAILED) || kind.equals(VolumeWorker.FOREIGN), "no answer");
        failure =
            kind.equals(VolumeWorker.FAILED) ? Failures.read(fields) : Failures.foreign(fields);
      } catch (RuntimeException e) {
        throw broken(command.summary(), "gave an answer that makes no sense", e);
      }
    } finally {
      call.unlock();
    }
    throwIfInstanceOf(failure, VolumeException.class);
    throw (IllegalStateException) failure;
  }

  private String answer(Line command, String summary) {
    CompletableFuture<Void> limit =
        new CompletableFuture<Void>().orTimeout(ANSWER_MINUTES, TimeUnit.MINUTES);
    var unused =
        limit.whenComplete(
            (answered, late) -> {
              if (late != null) {
                worker.signal();
              }
            });
    try {
      worker.send(command);
      String answer = worker.receive();
      if (answer != null) {
        return answer;
      }
      worker.awaitEnd();
      String what = limit.isDone() ? "did not answer for " + ANSWER_MINUTES + " minutes" : "ended";
      throw broken(summary, what, null);
    } catch (IOException e) {
      throw broken(summary, "could not be reached", e);
    } finally {
      boolean unusedToo = limit.complete(null);
    }
  }

  private AssertionError broken(String command, String what, @Nullable Exception cause) {
    String seen = ended ? "had been told to end" : what;
    ended = true;
    worker.kill();
    return new AssertionError(
        String.format(
            "the other process %s at \"%s\" (exit code %s). Its error output:%n%s",
            seen, command, worker.exitCode(), worker.errors()),
        cause);
  }

  /** Tells whether it was killed or closed, or broke. */
  boolean ended() {
    return ended;
  }

  /** Returns the process that was started, for tests. */
  WorkerJvm worker() {
    return worker;
  }

  /**
   * Kills the process with SIGKILL and waits until it is gone. May be called during a call of
   * another thread, which then ends with an {@link AssertionError}; so does every later call.
   */
  public void kill() {
    ended = true;
    worker.kill();
  }

  /**
   * Ends the process, waits until it is gone, and removes what was kept of its error output. A call
   * of another thread that still runs is ended by a kill. Volumes that were not closed are left as
   * a killed process leaves them.
   */
  @Override
  public void close() {
    ended = true;
    if (call.tryLock()) {
      try {
        worker.finish();
      } finally {
        call.unlock();
      }
    }
    worker.kill();
    worker.deleteErrors();
  }
}
