// SPDX-License-Identifier: Apache-2.0
package org.keepvolume.examples.keepvolume;

import java.util.ServiceConfigurationError;
import java.util.Set;
import org.keepvolume.VolumeException;
import org.keepvolume.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How mistakes are told: a line for each, and no stack traces. */
final class Mistakes {
  /** Those whose messages say enough; the message of others may be no more than a name. */
  private static final Set<Class<? extends Throwable>> SPEAKING =
      Set.of(
          CheckException.class,
          ConfigException.class,
          VolumeException.class,
          IllegalStateException.class,
          ServiceConfigurationError.class);

  private Mistakes() {}

  /** Says what a thing thrown says, or what it is if it says nothing to people. */
  static String text(Throwable thrown) {
    String message = thrown.getMessage();
    boolean speaks = SPEAKING.stream().anyMatch(type -> type.isInstance(thrown));
    return message != null && speaks ? message : thrown.toString();
  }

  /** Tells what is wrong with arguments. */
  static int usage(ParameterException e, String[] args) {
    boolean dashesForgotten =
        e instanceof UnmatchedArgumentException && e.getCommandLine().getCommand() instanceof Check;
    return tell(
        e.getCommandLine(),
        e.getMessage()
            + (dashesForgotten
                ? "; the flags of the volume stand behind --, as in keepvolume check -- -volume DIR"
                : ""));
  }

  /** Tells why a command could not do its work. */
  static int execution(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    return tell(line, text(e));
  }

  private static int tell(CommandLine line, String what) {
    String prefix = line.getCommandSpec().qualifiedName() + ": ";
    what.lines().forEach(each -> line.getErr().println(prefix + each));
    line.getErr().flush();
    return CommandLine.ExitCode.USAGE;
  }
}
